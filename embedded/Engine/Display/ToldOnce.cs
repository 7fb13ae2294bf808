using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>The program runs for the plan and again for the run, and says the same twice; people hear it once.</summary>
internal sealed class ToldOnce
{
    private readonly Lock _gate = new();
    private readonly Dictionary<(MessageSeverity, string, string), int> _told = [];

    /// <summary>Remembers what the observer is told.</summary>
    public IRunObserver First(IRunObserver observer) => new Filter(observer, message =>
    {
        _told[message] = _told.GetValueOrDefault(message) + 1;
        return true;
    }, _gate);

    /// <summary>Passes on what the first observer has not been told, or not as often.</summary>
    public IRunObserver Second(IRunObserver observer) => new Filter(observer, message =>
    {
        var left = _told.GetValueOrDefault(message);
        if (left != 0)
            _told[message] = left - 1;
        return left == 0;
    }, _gate);

    private sealed class Filter(IRunObserver observer, Func<(MessageSeverity, string, string), bool> passes, Lock gate) : IRunObserver
    {
        public void Started(Step step) => observer.Started(step);

        public void Printed(Step step, string line) => observer.Printed(step, line);

        public void Finished(Step step, StepFailure? failure) => observer.Finished(step, failure);

        public void Skipped(Step step, string reason, string cause) => observer.Skipped(step, reason, cause);

        public void Message(MessageSeverity severity, string text, string urn)
        {
            bool pass;
            lock (gate)
                pass = passes((severity, text, urn));
            if (pass)
                observer.Message(severity, text, urn);
        }
    }
}
