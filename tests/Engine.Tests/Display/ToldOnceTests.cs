using CarbonioInfra.Engine.Display;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Tests.Display;

public sealed class ToldOnceTests
{
    [Fact]
    public void What_the_plan_told_the_run_does_not_tell_again_unless_there_is_more()
    {
        using var output = new StringWriter();
        var told = new ToldOnce();
        var plan = told.First(new PlanDisplay(new(output, colors: false)));
        plan.Message(MessageSeverity.Warning, "old", "");
        plan.Message(MessageSeverity.Info, "twice", "");
        plan.Message(MessageSeverity.Info, "twice", "");
        var run = told.Second(new PlanDisplay(new(output, colors: false)));
        run.Message(MessageSeverity.Warning, "old", "");
        run.Message(MessageSeverity.Warning, "old", "urn:pulumi:dev::proj::test:index:Thing::a");
        run.Message(MessageSeverity.Error, "old", "");
        run.Message(MessageSeverity.Info, "twice", "");
        run.Message(MessageSeverity.Info, "twice", "");
        run.Message(MessageSeverity.Info, "twice", "");

        Assert.Equal("warning: old\ntwice\ntwice\nwarning: a: old\nerror: old\ntwice\n", output.ToString());
    }
}
