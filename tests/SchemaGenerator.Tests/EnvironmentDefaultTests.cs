using Pulumi;
using Pulumi.Acme;
using Pulumi.Utilities;

namespace CarbonioInfra.SchemaGenerator.Tests;

/// <summary>Alone in using these variables, so that nothing runs beside it that could see them.</summary>
public sealed class EnvironmentDefaultTests : IDisposable
{
    private static readonly string[] Variables =
        ["ACME_REGION", "ACME_DEFAULT_REGION", "ACME_RETRIES", "ACME_TIMEOUT", "ACME_INSECURE"];

    public void Dispose()
    {
        foreach (var variable in Variables)
            Environment.SetEnvironmentVariable(variable, null);
    }

    [Fact]
    public async Task The_first_variable_that_is_set_gives_the_default()
    {
        Environment.SetEnvironmentVariable("ACME_DEFAULT_REGION", "second");
        Environment.SetEnvironmentVariable("ACME_RETRIES", "5");
        Environment.SetEnvironmentVariable("ACME_TIMEOUT", "2.5");
        Environment.SetEnvironmentVariable("ACME_INSECURE", "1");

        var args = new ProviderArgs();

        Assert.Equal("second", await OutputUtilities.GetValueAsync(args.Region.ToOutput()));
        Assert.Equal(5, await OutputUtilities.GetValueAsync(args.Retries.ToOutput()));
        Assert.Equal(2.5, await OutputUtilities.GetValueAsync(args.Timeout.ToOutput()));
        Assert.True(await OutputUtilities.GetValueAsync(args.Insecure.ToOutput()));

        Environment.SetEnvironmentVariable("ACME_REGION", "first");
        Assert.Equal("first", await OutputUtilities.GetValueAsync(new ProviderArgs().Region.ToOutput()));
    }

    [Fact]
    public async Task Without_a_variable_the_default_of_the_schema_counts()
    {
        var args = new ProviderArgs();

        Assert.Null(await OutputUtilities.GetValueAsync(args.Region.ToOutput()));
        Assert.Null(args.Retries);
        Assert.Equal(1.5, await OutputUtilities.GetValueAsync(args.Timeout.ToOutput()));
        Assert.False(await OutputUtilities.GetValueAsync(args.Insecure.ToOutput()));
    }
}
