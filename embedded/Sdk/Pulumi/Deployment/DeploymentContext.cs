namespace Pulumi;

/// <summary>One run of a program: what it was told, whom it talks to and what it has started.</summary>
internal sealed class DeploymentContext
{
    private static readonly AsyncLocal<DeploymentContext?> CurrentContext = new();

    private readonly TaskTracker _tasks = new();
    private Stack? _stack;

    public DeploymentContext(DeploymentSettings settings, IMonitor monitor, IEngine engine)
    {
        (Settings, Monitor, Engine) = (settings, monitor, engine);
        Features = new(monitor);
        Log = new(engine, Track);
        Instance = new(this);
    }

    /// <summary>The run that the calling code belongs to, if any.</summary>
    public static DeploymentContext? Current => CurrentContext.Value;

    /// <exception cref="InvalidOperationException">The calling code belongs to no run.</exception>
    public static DeploymentContext Required =>
        Current ?? throw new InvalidOperationException("Trying to acquire Deployment.Instance before 'Run' was called.");

    public DeploymentSettings Settings { get; }

    public IMonitor Monitor { get; }

    public IEngine Engine { get; }

    public Features Features { get; }

    public EngineLog Log { get; }

    public DeploymentInstance Instance { get; }

    public Registrations Registrations { get; } = new();

    /// <summary>The root of all resources.</summary>
    public Stack Stack
    {
        get => _stack ?? throw new InvalidOperationException("Trying to acquire Deployment.Stack before 'Run' was called.");
        set => _stack = value;
    }

    /// <summary>Makes the calling code, and what it starts, belong to this run.</summary>
    /// <exception cref="InvalidOperationException">It belongs to another run.</exception>
    public void Enter()
    {
        if (Current is not null)
            throw new InvalidOperationException("Deployment.Instance should only be set once at the beginning of a 'Run' call.");
        CurrentContext.Value = this;
    }

    public static void TrackInCurrent(Task task) => Current?.Track(task);

    /// <summary>The run does not end before this task does, and fails if it fails.</summary>
    public void Track(Task task) => _tasks.Track(task);

    /// <inheritdoc cref="TaskTracker.WaitAsync"/>
    public Task<IReadOnlyList<Exception>> WaitForTasksAsync() => _tasks.WaitAsync();
}
