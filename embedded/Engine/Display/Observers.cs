using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>Passes everything on to several observers.</summary>
internal sealed class Observers(params IRunObserver[] observers) : IRunObserver
{
    public void Started(Step step) => Each(observer => observer.Started(step));

    public void Printed(Step step, string line) => Each(observer => observer.Printed(step, line));

    public void Finished(Step step, StepFailure? failure) => Each(observer => observer.Finished(step, failure));

    public void Skipped(Step step, string reason, string cause) => Each(observer => observer.Skipped(step, reason, cause));

    public void Message(MessageSeverity severity, string text, string urn) => Each(observer => observer.Message(severity, text, urn));

    private void Each(Action<IRunObserver> tell)
    {
        foreach (var observer in observers)
            tell(observer);
    }
}
