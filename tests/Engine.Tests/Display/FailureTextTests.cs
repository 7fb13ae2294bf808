using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class FailureTextTests
{
    private const string Ended = "exit status 1: running a script of 3120 bytes on root@10.0.0.11";

    private static readonly IReadOnlyList<Step> Cluster = Steps.Cluster("svc1");

    [Fact]
    public void A_failed_check_tells_host_step_expected_and_seen_once() => Assert.Equal(
        $"""
          !  svc1-packages failed to create
             host      svc1
             step      packages
             check     memory
             expected  at least 16 GiB
             seen      2 GiB
             ended     {Ended}
             its output
               cpus: 4
        """,
        Text(
            """
            {"host":"svc1","check":"cpus","verdict":"ok","expected":"2","seen":"4"}
            {"host":"svc1","check":"memory","verdict":"failed","expected":"at least 16 GiB","seen":"2 GiB"}
            svc1: packages: 1 check(s) failed
              memory: expected at least 16 GiB, found 2 GiB
            """));

    [Theory]
    [InlineData("svc1: packages: expected a clock in sync within 120 s, it did not happen",
        "     expected  a clock in sync within 120 s\n     seen      it did not happen")]
    [InlineData("svc1: packages: expected one line, found two", "     expected  one line\n     seen      two")]
    [InlineData("svc1: packages: did not finish within its deadline of 900 s", "     reason    did not finish within its deadline of 900 s")]
    public void How_a_step_ends_itself_is_what_counts(string line, string expected) =>
        Assert.Contains(expected, Text("noise\n" + line + "\n"), StringComparison.Ordinal);

    [Fact]
    public void One_failure_takes_one_screen()
    {
        var verdicts = Enumerable.Range(1, 40).Select(number =>
            $$"""{"host":"svc1","check":"check-{{number}}","verdict":"failed","expected":"this","seen":"that"}""");
        var noise = Enumerable.Range(1, 40).Select(number => $"line {number}");

        var text = Text(string.Join('\n', [.. verdicts, .. noise]), string.Join('\n', Enumerable.Repeat(Ended, 20)));

        Assert.InRange(text.Split('\n').Length, 20, 36);
        Assert.Contains("check-10: expected this, seen that\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("check-11", text, StringComparison.Ordinal);
        Assert.Contains("... 30 more in the log", text, StringComparison.Ordinal);
        Assert.Contains("its last lines (of 40, all in the log)", text, StringComparison.Ordinal);
        Assert.Contains("line 29\n", text, StringComparison.Ordinal);
        Assert.DoesNotContain("line 28", text, StringComparison.Ordinal);
        Assert.EndsWith("line 40", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Where_many_failed_output_is_left_to_the_log()
    {
        var text = Text("noise\nsvc1: packages: no such package", brief: true);

        Assert.Contains("no such package", text, StringComparison.Ordinal);
        Assert.DoesNotContain("noise", text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_of_several_lines_keeps_them() => Assert.EndsWith(
        "     ended     host key of root@10.0.0.11 is not the pinned one\n                 expected: SHA256:a\n                 offered:  SHA256:b",
        Text("", "host key of root@10.0.0.11 is not the pinned one\n  expected: SHA256:a\n  offered:  SHA256:b"), StringComparison.Ordinal);

    private static string Text(string output, string message = Ended, bool brief = false) => string.Join('\n', FailureText.Of(
        Cluster.Named("svc1-packages"), new(message, output), new(Cluster, PropertyMap.Empty), brief).Select(line => line.Text));
}
