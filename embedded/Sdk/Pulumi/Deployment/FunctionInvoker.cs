using Google.Protobuf.WellKnownTypes;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>Calls functions of providers.</summary>
internal sealed class FunctionInvoker(DeploymentContext deployment)
{
    /// <summary>Calls with arguments whose outputs are awaited first; the result depends on what they depend on.</summary>
    public async Task<OutputData<T>> InvokeAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var bag = await SerializeAsync(token, args);
        var unknown = new OutputData<T>(default!, IsKnown: false, IsSecret: false, []);
        if (bag.ContainsUnknown)
            return unknown;

        var explicitDependencies = await Dependencies.ListAsync((options as InvokeOutputOptions)?.DependsOn);
        var fromArguments = bag.Dependencies.Values.SelectMany(resources => resources).ToHashSet();
        foreach (var resource in Dependencies.Reachable(fromArguments.Concat(explicitDependencies)))
        {
            if (resource is CustomResource { Id: { } id } && !(await id.DataTask).IsKnown)
                return unknown;
        }

        var response = await CallAsync(token, bag.Fields, options);
        var data = Convert<T>(token, response);
        return data with { Resources = data.Resources.Union(fromArguments).Union(explicitDependencies) };
    }

    /// <summary>Calls at once and drops what is not plain data from the result.</summary>
    public async Task<T> InvokePlainAsync<T>(string token, InvokeArgs? args, InvokeOptions? options)
    {
        var bag = await PropertyBagOfAsync(token, args);
        return Convert<T>(token, await CallAsync(token, bag.Fields, options)).Value;
    }

    /// <exception cref="Deployment.InvokeException">The provider refuses the arguments.</exception>
    public async Task<Struct> CallAsync(string token, Struct args, InvokeOptions? options)
    {
        var provider = options?.Provider ?? options?.Parent?.GetProvider(token);
        var response = await deployment.Monitor.InvokeAsync(new Rpc.ResourceInvokeRequest
        {
            Tok = token,
            Args = args,
            Provider = provider is null ? "" : await provider.ReferenceAsync(),
            Version = options?.Version ?? "",
            PluginDownloadURL = options?.PluginDownloadURL ?? "",
            AcceptResources = deployment.Settings.AcceptResources,
        });

        if (response.Failures.Count > 0)
        {
            var reasons = string.Join("; ", response.Failures.Select(failure => $"{failure.Reason} ({failure.Property})"));
            throw new Deployment.InvokeException($"Invoke of '{token}' failed: {reasons}");
        }

        return response.Return ?? new Struct();
    }

    // Nobody may ever look at the output that the failure ends up in.
    private async Task<PropertyBag> SerializeAsync(string token, InvokeArgs? args)
    {
        try
        {
            return await PropertyBagOfAsync(token, args);
        }
        catch (Exception e)
        {
            await deployment.Log
                .WriteAsync(Rpc.LogSeverity.Error, $"Error serializing arguments for invoke {token}: {e}", resource: null);
            throw;
        }
    }

    private async Task<PropertyBag> PropertyBagOfAsync(string token, InvokeArgs? args) => await PropertyBag.SerializeAsync(
        $"invoke:{token}",
        await (args ?? InvokeArgs.Empty).ToDictionaryAsync(),
        await deployment.Features.ResourceReferencesAsync());

    private OutputData<T> Convert<T>(string token, Struct response) =>
        new TypedConverter(warning => deployment.Log.Warn(warning)).Convert<T>($"{token} result", response);
}
