using CarbonioInfra.Engine.Configuration;

namespace CarbonioInfra.Engine.Tests;

/// <summary>A passphrase as a user gives it.</summary>
internal static class GivenPassphrase
{
    public static StackPassphrase Of(string text) => new()
    {
        Stack = "dev",
        Variable = name => name == "PULUMI_CONFIG_PASSPHRASE" ? text : null,
    };
}
