using CarbonioInfra.Embedded.SchemaGenerator.Naming;

namespace CarbonioInfra.SchemaGenerator.Tests.Naming;

public sealed class EnumNamesTests
{
    [Theory]
    [InlineData("stdoutAndStderr", "StdoutAndStderr")]
    [InlineData("none", "None")]
    [InlineData("default", "Default")]
    [InlineData("C6i_2XLarge", "C6i_2XLarge")]
    [InlineData("us-east-1", "Us_east_1")]
    [InlineData("a..b", "A_b")]
    [InlineData("2012-10-17", "Version_2012_10_17")]
    [InlineData("-1", "Version_1")]
    [InlineData("7", "Seven")]
    [InlineData("*", "Asterisk")]
    [InlineData("equals", "EqualsValue")]
    public void An_element_gets_a_C_sharp_name(string name, string expected) =>
        Assert.Equal(expected, EnumNames.Element(name, "Version"));

    [Theory]
    [InlineData("")]
    [InlineData("#")]
    public void A_name_without_anything_to_keep_gets_none(string name) => Assert.Null(EnumNames.Element(name, "Version"));
}
