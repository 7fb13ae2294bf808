using System.Collections.Immutable;

namespace Pulumi;

public sealed partial class DeploymentInstance
{
    /// <summary>Calls a provider function for its effect.</summary>
    public Task InvokeAsync(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _invoker.InvokePlainAsync<ImmutableDictionary<string, object>>(token, args, options);

    /// <summary>The result of a provider function that is called at once, with arguments that are known already.</summary>
    public Task<T> InvokeAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        _invoker.InvokePlainAsync<T>(token, args, options);

    /// <summary>As <see cref="InvokeAsync{T}"/>, for functions whose result is a single value.</summary>
    public async Task<T> InvokeSingleAsync<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        (await _invoker.InvokePlainAsync<ImmutableDictionary<string, T>>(token, args, options)).Values.First();

    /// <summary>
    /// The result of a provider function that is called once its arguments are known; unknown, and not called, while they are
    /// not.
    /// </summary>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        new(_invoker.InvokeAsync<T>(token, args, options));

    /// <inheritdoc cref="Invoke{T}(string, InvokeArgs, InvokeOptions)"/>
    public Output<T> Invoke<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        new(_invoker.InvokeAsync<T>(token, args, options));

    /// <summary>
    /// As <see cref="Invoke{T}(string, InvokeArgs, InvokeOptions)"/>, for functions whose result is a single value.
    /// </summary>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOptions? options = null) =>
        Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(result => result.Values.First());

    /// <inheritdoc cref="InvokeSingle{T}(string, InvokeArgs, InvokeOptions)"/>
    public Output<T> InvokeSingle<T>(string token, InvokeArgs args, InvokeOutputOptions options) =>
        Invoke<ImmutableDictionary<string, T>>(token, args, options).Apply(result => result.Values.First());
}
