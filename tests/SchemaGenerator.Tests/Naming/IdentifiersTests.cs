using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.SchemaGenerator.Tests.Naming;

public sealed class IdentifiersTests
{
    [Theory]
    [InlineData("hostKey", "HostKey")]
    [InlineData("log-level", "LogLevel")]
    [InlineData("v2-beta-1", "V2Beta1")]
    [InlineData("AWS", "AWS")]
    [InlineData("trailing-", "Trailing")]
    public void A_property_begins_with_a_capital_and_has_no_hyphens(string name, string expected) =>
        Assert.Equal(expected, Identifiers.Pascal(name));

    [Theory]
    [InlineData("hostKey", "hostKey")]
    [InlineData("log-level", "logLevel")]
    [InlineData("default", "@default")]
    [InlineData("async", "@async")]
    [InlineData("$ref", "@ref")]
    public void A_parameter_keeps_its_first_letter_and_is_never_a_keyword(string name, string expected) =>
        Assert.Equal(expected, Identifiers.Parameter(name));
}
