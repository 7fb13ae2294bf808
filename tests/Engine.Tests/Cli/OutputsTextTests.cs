using CarbonioInfra.Engine.Cli;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Cli;

public sealed class OutputsTextTests
{
    private static readonly PropertyMap Outputs = PropertyMap.Of(
        ("domain", "example.com"),
        ("nodes", PropertyValue.ListOf(
            PropertyMap.Of(("address", "10.0.0.1"), ("name", "svc1"), ("roles", PropertyValue.ListOf("Postgres", "Kafka")), ("zone", 0)),
            PropertyMap.Of(("name", "mailbox1"), ("roles", PropertyValue.ListOf("Mailstore")), ("zone", 1), ("token", new PropertyValue.Secret("hunter22"))))),
        ("nothing", PropertyValue.ListOf()),
        ("text", "one\ntwo\n"),
        ("versions", PropertyMap.Of(("engine", "1"), ("deep", PropertyMap.Of(("er", true))))));

    [Fact]
    public void Tables_are_aligned_and_what_is_nested_is_indented() => Assert.Equal(
        """
        domain   example.com
        nothing  []
        text     one
                 two
        nodes
          name      address   token     zone  roles
          svc1      10.0.0.1            0     Postgres, Kafka
          mailbox1            [secret]  1     Mailstore
        versions
          engine  1
          deep
            er  true

        """, Text(Outputs));

    [Fact]
    public void Json_holds_all_of_it_and_secrets_only_when_asked_for()
    {
        Assert.Contains("\"token\": \"[secret]\"", Text(Outputs, json: true), StringComparison.Ordinal);
        Assert.Contains("\"token\": \"hunter22\"", Text(Outputs, json: true, showSecrets: true), StringComparison.Ordinal);
        Assert.Contains("hunter22", Text(Outputs, showSecrets: true), StringComparison.Ordinal);
    }

    [Fact]
    public void A_stack_that_is_not_up_says_so()
    {
        Assert.Equal("Stack 'dev' is not up: it has no outputs. `up dev` makes it.\n", Text(null));
        Assert.Equal("Stack 'dev' has no outputs.\n", Text(PropertyMap.Empty));
        Assert.Equal("{}\n", Text(null, json: true));
    }

    private static string Text(PropertyMap? outputs, bool json = false, bool showSecrets = false)
    {
        using var output = new StringWriter();
        OutputsText.Write(output, "dev", outputs, json, showSecrets);
        return output.ToString();
    }
}
