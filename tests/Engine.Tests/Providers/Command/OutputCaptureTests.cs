using System.Text;
using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Providers.Command;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Providers.Command;

public sealed class OutputCaptureTests
{
    [Fact]
    public void Lines_stand_in_the_order_in_which_they_were_completed()
    {
        var capture = new OutputCapture(new RecordingLog(), LoggedStreams.Both, SecretMask.For(PropertyMap.Empty, []));
        for (var number = 1; number <= 50; number++)
        {
            Take(capture, $"out {number}\n", StepOutput.StandardOutput);
            Take(capture, $"err {number}\n", StepOutput.StandardError);
        }

        Take(capture, "begun ", StepOutput.StandardOutput);
        Take(capture, "between\n", StepOutput.StandardError);
        Take(capture, "and ended", StepOutput.StandardOutput);
        capture.End(StepOutput.StandardOutput);
        capture.End(StepOutput.StandardError);

        var expected = Enumerable.Range(1, 50).SelectMany(number => new[] { $"out {number}", $"err {number}" });
        Assert.Equal([.. expected, "between", "begun and ended"], capture.Shown.TrimEnd('\n').Split('\n'));
    }

    [Fact]
    public void A_character_may_come_in_parts()
    {
        var capture = new OutputCapture(new RecordingLog(), LoggedStreams.Both, SecretMask.For(PropertyMap.Empty, []));
        foreach (var part in Encoding.UTF8.GetBytes("grün"))
            capture.Take([part], StepOutput.StandardOutput);
        capture.End(StepOutput.StandardOutput);

        Assert.Equal("grün", capture.StandardOutput);
    }

    private static void Take(OutputCapture capture, string text, StepOutput source) => capture.Take(Encoding.UTF8.GetBytes(text), source);
}
