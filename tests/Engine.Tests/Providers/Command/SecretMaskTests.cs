using System.Text;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

public sealed class SecretMaskTests
{
    [Theory]
    [InlineData("a secret input", "token is [secret].")]
    [InlineData("each line of standard input", "[secret] and [secret]")]
    [InlineData("the value of a name on standard input", "only [secret] here")]
    [InlineData("what a line of standard input encodes", "decoded [secret], encoded [secret]")]
    [InlineData("each line of a key of the connection", "[secret]")]
    [InlineData("the longer of two secrets first", "[secret]")]
    public void It_hides(string what, string expected)
    {
        var encoded = Convert.ToBase64String(Encoding.UTF8.GetBytes("pass phrase"));
        var mask = SecretMask.For(
            PropertyMap.Of(
                ("create", new PropertyValue.Secret("secret-token")),
                ("update", new PropertyValue.Secret("secret-token-and-more")),
                ("stdin", $"first line\nPASSWORD='hunter-22'\n{encoded}\n")),
            ["-----BEGIN KEY-----\nAAAABBBB\n"]);
        var line = what switch
        {
            "a secret input" => "token is secret-token.",
            "each line of standard input" => "first line and PASSWORD='hunter-22'",
            "the value of a name on standard input" => "only hunter-22 here",
            "what a line of standard input encodes" => $"decoded pass phrase, encoded {encoded}",
            "each line of a key of the connection" => "AAAABBBB",
            _ => "secret-token-and-more",
        };

        Assert.Equal(expected, mask.Apply(line));
    }

    [Fact]
    public void Short_words_and_the_hosts_address_stay_readable()
    {
        var connection = new PropertyValue.Secret(PropertyMap.Of(("host", "svc1.example.com")));
        var mask = SecretMask.For(PropertyMap.Of(("connection", connection), ("stdin", "yes\n8080\n")), []);

        Assert.Equal("yes, svc1.example.com listens on 8080", mask.Apply("yes, svc1.example.com listens on 8080"));
    }
}
