using CarbonioInfra.Engine.Monitor;

namespace CarbonioInfra.Engine.Tests.Monitor;

public sealed class DurationTests
{
    [Theory]
    [InlineData("300000000000ns", 300)]
    [InlineData("1h1m1s", 3661)]
    [InlineData("2.5s", 2.5)]
    [InlineData("1500ms", 1.5)]
    public void Durations_are_read_as_go_writes_them(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoalReader.Duration(text));

    [Fact]
    public void What_is_no_duration_is_refused() =>
        Assert.Contains("'5 minutes'", Assert.Throws<EngineException>(() => GoalReader.Duration("5 minutes")).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("0s")]
    [InlineData("")]
    [InlineData("9999999999h")]
    [InlineData("99999999999999999999999999999999h")]
    public void Nothing_and_more_than_a_timer_can_wait_is_no_limit(string text) => Assert.Null(GoalReader.Duration(text));
}
