using CarbonioInfra.Engine.Display;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class WordingTests
{
    [Theory]
    [InlineData(0.04, "0.0 s")]
    [InlineData(59.94, "59.9 s")]
    [InlineData(61, "1 min 01 s")]
    [InlineData(3723, "1 h 02 min")]
    public void Times_are_short(double seconds, string expected) => Assert.Equal(expected, Wording.Time(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData(900, "15 min")]
    [InlineData(90, "90 s")]
    public void Limits_are_round(double seconds, string expected) => Assert.Equal(expected, Wording.Limit(TimeSpan.FromSeconds(seconds)));

    [Fact]
    public void Colors_are_there_only_where_they_are_wanted()
    {
        using var output = new StringWriter();
        new Page(output, colors: true).Write(new Line("bad", Tone.Error), new Line("plain"));
        new Page(output, colors: false).Write(new Line("bad", Tone.Error));

        Assert.Equal("\e[31mbad\e[0m\nplain\nbad\n", output.ToString());
    }
}
