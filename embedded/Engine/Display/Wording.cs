using System.Globalization;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Display;

/// <summary>How steps, messages and times are written, the same in a terminal, in plain text and in the log.</summary>
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

    public static Tone ToneOf(StepKind kind) => kind switch
    {
        StepKind.Create => Tone.Create,
        StepKind.Update => Tone.Update,
        StepKind.CreateReplacement => Tone.Replace,
        StepKind.Delete or StepKind.DeleteReplaced => Tone.Delete,
        _ => Tone.Plain,
    };

    public static string Plan(StepKind kind) => kind switch
    {
        StepKind.Create => "create",
        StepKind.Update => "update",
        StepKind.CreateReplacement => "replace",
        StepKind.Delete => "delete",
        StepKind.DeleteReplaced => "clean up",
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

    /// <summary>Whether a step that went well is news: something was done, and not only to a component or in the state.</summary>
    public static bool IsNews(Step step, TimeSpan? time) => step.Custom && step.IsCounted && step.Kind != StepKind.Same
        && (step.Kind != StepKind.DeleteReplaced || time is not null);

    /// <summary>A finished step: <c>  +  svc1-packages created (12.3 s)  [17 of 212]</c>.</summary>
    public static Line Finished(Step step, TimeSpan? time, string position) => new(
        $"  {Symbol(step.Kind)} {step.Name} {Done(step.Kind)}{InParentheses(time)}{InBrackets(position)}", ToneOf(step.Kind));

    /// <summary>A failed step in one line; what more there is to say comes at the end of the run.</summary>
    public static Line Failed(Step step, StepFailure failure, TimeSpan? time, string position) => new(
        $"  !  {step.Name} failed to {Plan(step.Kind)}{InParentheses(time)}{InBrackets(position)}: "
        + PrintedText.Clean(failure.Message.Split('\n')[0]), Tone.Error);

    /// <summary>A message of the program or of the engine; debugging ones are for the log alone.</summary>
    public static IEnumerable<Line> Message(MessageSeverity severity, string text, string urn)
    {
        if (severity == MessageSeverity.Debug)
            return [];
        var (prefix, tone) = severity switch
        {
            MessageSeverity.Error => ("error: ", Tone.Error),
            MessageSeverity.Warning => ("warning: ", Tone.Warning),
            _ => ("", Tone.Plain),
        };
        var name = urn.Length == 0 || Urn.IsStack(urn) ? "" : Urn.NameOf(urn) + ": ";
        return (prefix + name + text.TrimEnd('\n')).Split('\n').Select(line => new Line(PrintedText.Clean(line), tone));
    }

    public static string Time(TimeSpan time) => time.TotalSeconds switch
    {
        < 59.95 => time.TotalSeconds.ToString("0.0 s", CultureInfo.InvariantCulture),
        < 3600 => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalMinutes} min {time.Seconds:00} s"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{(int)time.TotalHours} h {time.Minutes:00} min"),
    };

    /// <summary>A limit, which is a round number: <c>15 min</c>.</summary>
    public static string Limit(TimeSpan limit) => limit.TotalSeconds % 60 == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{limit.TotalMinutes:0} min")
        : string.Create(CultureInfo.InvariantCulture, $"{limit.TotalSeconds:0} s");

    public static string Steps(int count) => count == 1 ? "1 step" : $"{count} steps";

    public static string Resources(int count) => count switch
    {
        0 => "no resources",
        1 => "1 resource",
        _ => $"{count} resources",
    };

    private static string InParentheses(TimeSpan? time) => time is { } known ? $" ({Time(known)})" : "";

    private static string InBrackets(string position) => position.Length == 0 ? "" : $"  [{position}]";
}
