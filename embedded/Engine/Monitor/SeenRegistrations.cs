using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Monitor;

/// <summary>What a program has registered so far, to be told when it stands still. Thread-safe.</summary>
internal sealed class SeenRegistrations
{
    private const int Shown = 10;

    private readonly Lock _gate = new();
    private readonly List<string> _urns = [];
    private readonly List<string> _incomplete = [];

    public void Add(string urn, bool custom)
    {
        lock (_gate)
        {
            _urns.Add(urn);
            // The stack is complete last of all, whatever the program waits for.
            if (!custom && !Urn.IsStack(urn))
                _incomplete.Add(urn);
        }
    }

    /// <summary>A component's outputs have come: it made all that belongs to it.</summary>
    public void Complete(string urn)
    {
        lock (_gate)
            _incomplete.Remove(urn);
    }

    /// <summary>The resources that came last, and the components that are not complete, each on a line.</summary>
    public string Describe()
    {
        lock (_gate)
        {
            var last = _urns.Where(urn => !Urn.IsStack(urn)).TakeLast(Shown).Select(Urn.NameOf).ToList();
            var lines = new List<string> { $"  registered last: {(last.Count == 0 ? "nothing" : string.Join(", ", last))}" };
            if (_incomplete.Count != 0)
            {
                lines.Add($"  components without their outputs: {string.Join(", ", _incomplete.Take(Shown).Select(Urn.NameOf))}"
                    + (_incomplete.Count > Shown ? $" and {_incomplete.Count - Shown} more" : ""));
            }

            return string.Join('\n', lines);
        }
    }
}
