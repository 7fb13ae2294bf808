using System.Globalization;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Display;

/// <summary>How steps and times are written, the same in a terminal, in plain text and in the log.</summary>
internal static class Wording
{
    public static string Symbol(StepKind kind) => kind switch
    {
        StepKind.Create => "+ ",
        StepKind.Update => "~ ",
        StepKind.CreateReplacement => "+-",
        StepKind.Delete or StepKind.DeleteReplaced => "- ",
        _ => "  ",
    };

    public static string Plan(StepKind kind) => kind switch
    {
        StepKind.Create => "create",
        StepKind.Update => "update",
        StepKind.CreateReplacement => "replace",
        StepKind.Delete => "delete",
        StepKind.DeleteReplaced => "delete replaced",
        _ => "keep",
    };

    public static string Doing(StepKind kind) => kind switch
    {
        StepKind.Create => "creating",
        StepKind.Update => "updating",
        StepKind.CreateReplacement => "replacing",
        StepKind.Delete => "deleting",
        StepKind.DeleteReplaced => "deleting replaced",
        _ => "keeping",
    };

    public static string Done(StepKind kind) => kind switch
    {
        StepKind.Create => "created",
        StepKind.Update => "updated",
        StepKind.CreateReplacement => "replaced",
        StepKind.Delete => "deleted",
        StepKind.DeleteReplaced => "deleted replaced",
        _ => "unchanged",
    };

    /// <summary>What a planned step would do and why: <c>+- svc1-hosts  command:remote:Command  [triggers[0]]</c>.</summary>
    public static string PlanLine(Step step)
    {
        var why = step.Changes.Count != 0
            ? $"  [{string.Join(", ", step.Changes.Select(change => change.Path.ToString()))}]"
            : step.Reason.Length != 0 ? $"  ({step.Reason})" : "";
        return $"{Symbol(step.Kind)} {Plan(step.Kind),-7} {step.Name}  {step.Type}{why}";
    }

    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 60 => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>The last lines of a step's output, as many as help and no more.</summary>
    public static IReadOnlyList<string> Tail(string output, int lines = 15) =>
        output.Length == 0 ? [] : output.TrimEnd('\n').Split('\n')[^Math.Min(lines, output.TrimEnd('\n').Split('\n').Length)..];
}
