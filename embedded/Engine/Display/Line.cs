namespace CarbonioInfra.Engine.Display;

/// <summary>What a line means to its reader; a terminal shows it by color.</summary>
internal enum Tone
{
    Plain,
    Quiet,
    Create,
    Update,
    Replace,
    Delete,
    Warning,
    Error,
}

/// <summary>One line of text, without its end.</summary>
internal readonly record struct Line(string Text, Tone Tone = Tone.Plain);

/// <summary>Writes lines, in colors where the reader wants them.</summary>
internal sealed class Page(TextWriter output, bool colors)
{
    private readonly Lock _gate = new();

    public void Write(params IEnumerable<Line> lines)
    {
        lock (_gate)
        {
            foreach (var line in lines)
                output.WriteLine(colors && line.Tone != Tone.Plain ? $"\e[{Code(line.Tone)}m{line.Text}\e[0m" : line.Text);
        }
    }

    // The eight colors that every terminal has; which shades they are is its user's choice.
    private static string Code(Tone tone) => tone switch
    {
        Tone.Quiet => "2",
        Tone.Create => "32",
        Tone.Update or Tone.Warning => "33",
        Tone.Replace => "34",
        _ => "31",
    };
}
