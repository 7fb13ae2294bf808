using System.Collections.Immutable;

namespace Pulumi.Utilities;

/// <summary>Looks inside outputs. For tests and special cases; programs use <c>Apply</c>.</summary>
public static class OutputUtilities
{
    /// <summary>An output that is unknown, as those of new resources are in a preview.</summary>
    public static Output<T> CreateUnknown<T>(T value) => new(new OutputData<T>(value, IsKnown: false, IsSecret: false, []));

    /// <inheritdoc cref="CreateUnknown{T}(T)"/>
    public static Output<T> CreateUnknown<T>(Func<Task<T>> valueFactory)
    {
        return new(Resolve());

        async Task<OutputData<T>> Resolve() =>
            new(await valueFactory(), IsKnown: false, IsSecret: false, []);
    }

    /// <summary>The same output with one more dependency.</summary>
    public static Output<T> WithDependency<T>(Output<T> output, Resource resource)
    {
        return new(Add());

        async Task<OutputData<T>> Add()
        {
            var data = await output.DataTask;
            return data with { Resources = data.Resources.Add(resource) };
        }
    }

    /// <summary>Whether the value is known.</summary>
    public static async Task<bool> GetIsKnownAsync<T>(Output<T> output) =>
        (await output.DataTask).IsKnown;

    /// <summary>The value, or <c>default</c> while it is unknown.</summary>
    public static Task<T> GetValueAsync<T>(Output<T> output) => output.GetValueAsync(default!);

    /// <summary>The resources that the output depends on.</summary>
    public static async Task<ImmutableHashSet<Resource>> GetDependenciesAsync<T>(Output<T> output) =>
        (await output.DataTask).Resources;
}
