namespace CarbonioInfra.Engine.Program;

/// <summary>How long a program is waited for that does nothing.</summary>
internal sealed record ProgramPatience
{
    /// <summary>From the end of a stopped run's last step to the program's end: it may want to report that it was cut off.</summary>
    public TimeSpan AfterStop { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>From the answer that everything is registered and done to the program's end.</summary>
    public TimeSpan AfterCompletion { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>From the program's end to the end of its output, which a process that it left behind may hold open.</summary>
    public TimeSpan AfterExit { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long it may ask for nothing and print nothing while nothing runs until people are told.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long it may do so until it is ended: it waits for itself.</summary>
    public TimeSpan Standstill { get; init; } = TimeSpan.FromMinutes(5);
}
