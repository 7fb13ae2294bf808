using CarbonioInfra.SchemaGenerator.Tests.Support;
using Microsoft.CodeAnalysis;

namespace CarbonioInfra.SchemaGenerator.Tests;

/// <summary>A wrong schema is a compile error that names the file, the place and what was expected.</summary>
public sealed class SchemaProblemTests
{
    private const string Head = "\"name\": \"acme\", \"version\": \"1.0.0\"";

    [Fact]
    public void An_error_stands_at_its_line_of_the_schema()
    {
        var problem = Assert.Single(Generation.Of("""
            {
              "name": "acme",
              "version": "1.0.0",
              "resources": {
                "acme:index:Widget": {
                  "properties": {
                    "size": {"type": "strnig"}
                  }
                }
              }
            }
            """).Problems);

        Assert.Equal(DiagnosticSeverity.Error, problem.Severity);
        Assert.Equal(
            "/packages/acme/schema.json(7,26): error PSG002: #/resources/acme:index:Widget/properties/size/type: "
            + "expected boolean, integer, number, string, array or object, found 'strnig'",
            problem.ToString());
    }

    [Fact]
    public void What_is_not_JSON_is_an_error_at_its_place()
    {
        var problem = Assert.Single(Generation.Of("{\n  \"name\": acme\n}").Problems);

        Assert.Equal(
            "/packages/acme/schema.json(2,11): error PSG001: #/name: expected a value, found 'a'", problem.ToString());
    }

    [Fact]
    public void All_problems_are_reported_at_once_in_the_order_of_the_file_and_nothing_is_generated()
    {
        var generation = Generation.Of("""
            {
              "version": 1,
              "resources": {"Widget": {}},
              "types": {"acme:index:T": {"type": "object", "required": ["a"]}}
            }
            """);

        Assert.Equal(
            [
                "#: 'name' is missing",
                "#/version: expected a string, found a number",
                "#/resources/Widget: expected a token of the form package:module:name, found 'Widget'",
                "#/types/acme:index:T/required/0: there is no property 'a' in 'properties'",
            ],
            generation.Problems.Select(problem => problem.GetMessage(null)));
        Assert.Empty(generation.Files);
    }

    [Theory]
    [InlineData("[]", "#: expected an object, found a list")]
    [InlineData("{" + Head + ", \"resuorces\": {}}", "#/resuorces: 'resuorces' is not a member that this object can have")]
    [InlineData("{" + Head + ", \"meta\": {\"moduleFormat\": \"(\"}}", "#/meta/moduleFormat: expected a regular expression: *")]
    [InlineData("{" + Head + ", \"meta\": {\"moduleFormat\": \"a\"}}", "#/meta/moduleFormat: expected one group that holds the module's name, found 'a'")]
    [InlineData("{" + Head + ", \"types\": {\"a:b:C\": {\"type\": \"string\"}}}", "#/types/a:b:C/type: expected object, or a type with an 'enum'; found 'string'")]
    [InlineData("{" + Head + ", \"types\": {\"a:b:C\": {\"type\": \"boolean\", \"enum\": []}}}", "#/types/a:b:C/type: expected an enum of string, integer or number; found 'boolean'")]
    [InlineData("{" + Head + ", \"types\": {\"a:b:C\": {\"type\": \"string\", \"enum\": [{}]}}}", "#/types/a:b:C/enum/0: 'value' is missing")]
    [InlineData("{" + Head + ", \"types\": {\"a:b:C\": {\"type\": \"integer\", \"enum\": [{\"name\": \"X\", \"value\": 1.5}]}}}", "#/types/a:b:C/enum/0/value: expected a value of the enum's type, integer")]
    [InlineData("{" + Head + ", \"functions\": {\"a:b:c\": {\"outputs\": {}, \"returnType\": {\"type\": \"string\"}}}}", "#/functions/a:b:c/outputs: expected either 'outputs' or 'returnType', found both")]
    public void A_package_that_breaks_the_format_is_refused(string schema, string expected) => AssertProblem("PSG002", schema, expected);

    [Theory]
    [InlineData("{}", "expected one of 'type', '$ref' and 'oneOf', found none")]
    [InlineData("{\"type\": \"array\"}", "'items' is missing")]
    [InlineData("{\"type\": \"array\", \"items\": true}", "/items: expected an object, found true or false")]
    [InlineData("{\"type\": \"string\", \"secert\": true}", "/secert: 'secert' is not a member that this object can have")]
    [InlineData("{\"type\": \"string\", \"secret\": \"yes\"}", "/secret: expected true or false, found a string")]
    [InlineData("{\"oneOf\": [{\"type\": \"string\"}]}", "/oneOf: expected at least two types, found 1")]
    [InlineData("{\"$ref\": \"#/types/a:b:Missing\"}", "/$ref: there is no type 'a:b:Missing' in this schema")]
    [InlineData("{\"$ref\": \"#/resources/a:b:Missing\"}", "/$ref: there is no resource 'a:b:Missing' in this schema")]
    [InlineData("{\"type\": \"integer\", \"default\": 1.5}", "/default: the default '1.5' is not a value of the property's type")]
    [InlineData("{\"type\": \"string\", \"default\": true}", "/default: the default 'true' is not a value of the property's type")]
    [InlineData("{\"type\": \"string\", \"default\": []}", "/default: expected a boolean, a number or a string as default")]
    public void A_property_that_breaks_the_format_is_refused(string property, string expected) =>
        AssertProblem("PSG002", WithInput(property), At("x", expected));

    [Theory]
    [InlineData("{\"type\": \"string\", \"const\": \"a\"}", "/const: 'const' is not supported by this generator")]
    [InlineData("{\"$ref\": \"/aws/v7.0.0/schema.json#/types/a:b:C\"}", "/$ref: expected #/types/…, #/resources/… or pulumi.json#/Any, *")]
    public void A_property_that_needs_more_than_there_is_is_refused(string property, string expected) =>
        AssertProblem("PSG003", WithInput(property), At("x", expected));

    [Theory]
    [InlineData("{" + Head + ", \"language\": {\"csharp\": {\"compatibility\": \"kubernetes20\"}}}", "#/language/csharp/compatibility: *'kubernetes20'")]
    [InlineData("{" + Head + ", \"resources\": {\"a:b:C\": {\"isComponent\": true}}}", "#/resources/a:b:C/isComponent: 'isComponent' is not supported by this generator")]
    [InlineData("{" + Head + ", \"resources\": {\"a:b:C\": {\"aliases\": [{\"type\": \"a:b:D\", \"name\": \"x\"}]}}}", "#/resources/a:b:C/aliases/0/name: an alias can have a 'type' only; found 'name'")]
    public void A_package_that_needs_more_than_there_is_is_refused(string schema, string expected) => AssertProblem("PSG003", schema, expected);

    [Theory]
    [InlineData("\"c\": {\"type\": \"string\"}", "c", ": the C# name 'C' is that of its class; give it another one with language.csharp.name")]
    [InlineData("\"a-b\": {\"type\": \"string\"}, \"aB\": {\"type\": \"string\"}", "aB", ": the C# name 'AB' belongs to another property already; give it another one with language.csharp.name")]
    [InlineData("\"1st\": {\"type\": \"string\"}", "1st", ": the C# name of '1st' would be '1st', which is not an identifier")]
    [InlineData("\"id\": {\"type\": \"string\"}", "id", ": 'Id' is a property of every resource already")]
    public void Names_that_clash_in_C_sharp_are_refused(string properties, string property, string expected) =>
        AssertProblem(
            "PSG004",
            "{" + Head + ", \"resources\": {\"a:b:C\": {\"properties\": {" + properties + "}}}}",
            "#/resources/a:b:C/properties/" + property + expected);

    [Fact]
    public void Two_classes_of_one_name_are_refused() => AssertProblem(
        "PSG004",
        "{" + Head + ", \"resources\": {\"acme:index:Provider\": {}}}",
        "#/resources/acme:index:Provider: the C# name 'Pulumi.Acme.Provider' belongs to something else in this schema already");

    [Fact]
    public void Two_elements_of_one_name_are_refused() => AssertProblem(
        "PSG004",
        "{" + Head + ", \"types\": {\"a:b:C\": {\"type\": \"string\", \"enum\": [{\"value\": \"a.b\"}, {\"value\": \"a-b\"}]}}}",
        "#/types/a:b:C/enum/1: the C# name 'A_b' belongs to another element of this enum already");

    private static string WithInput(string property) =>
        "{" + Head + ", \"resources\": {\"a:b:C\": {\"inputProperties\": {\"x\": " + property + "}}}}";

    private static string At(string property, string expected) =>
        "#/resources/a:b:C/inputProperties/" + property + (expected[0] == '/' ? expected : ": " + expected);

    /// <param name="expected">The whole message; a star stands for any text.</param>
    private static void AssertProblem(string id, string schema, string expected)
    {
        var problem = Assert.Single(Generation.Of(schema).Problems);
        Assert.Equal(id, problem.Id);
        Assert.Matches(
            "^" + System.Text.RegularExpressions.Regex.Escape(expected).Replace("\\*", ".*", StringComparison.Ordinal) + "$",
            problem.GetMessage(null));
    }
}
