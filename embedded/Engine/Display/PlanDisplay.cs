using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>What is told while a plan is made: messages. The plan itself comes when it is complete.</summary>
internal sealed class PlanDisplay(Page page) : IRunObserver
{
    public void Started(Step step)
    {
    }

    public void Printed(Step step, string line)
    {
    }

    public void Finished(Step step, StepFailure? failure)
    {
    }

    public void Skipped(Step step, string reason, string cause)
    {
    }

    public void Message(MessageSeverity severity, string text, string urn) => page.Write(Wording.Message(severity, text, urn));
}
