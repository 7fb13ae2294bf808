using CarbonioInfra.Engine.Display;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class PrintedTextTests
{
    [Theory]
    [InlineData("""{"host":"svc1","check":"memory","verdict":"ok","expected":"16 GiB","seen":"17 GiB"}""", "memory: 17 GiB")]
    [InlineData("""{"host":"svc1","check":"memory","verdict":"failed","expected":"16 GiB","seen":"2 GiB"}""", "memory FAILED: expected 16 GiB, found 2 GiB")]
    [InlineData("""{"host":"svc1","check":"user","verdict":"not-applicable","expected":"none","seen":"is\ninstalled"}""", "user not applicable: is installed")]
    [InlineData("""{"host":"svc1","verdict":"ok"}""", """{"host":"svc1","verdict":"ok"}""")]
    [InlineData("""{"verdict": not JSON}""", """{"verdict": not JSON}""")]
    [InlineData("Setting up jq", "Setting up jq")]
    public void Verdicts_are_put_in_words(string line, string words) => Assert.Equal(words, PrintedText.InWords(line));

    [Theory]
    [InlineData("\e[31mred\e[0m", "red")]
    [InlineData("\e]0;title\aname", "name")]
    [InlineData("10 %\r 20 %\rdone", "done")]
    [InlineData("dos line\r", "dos line")]
    [InlineData("a\tb", "a       b")]
    [InlineData("a\bb\e[2Jc", "a bc")]
    public void Nothing_that_a_host_prints_moves_the_cursor(string line, string clean) => Assert.Equal(clean, PrintedText.Clean(line));
}
