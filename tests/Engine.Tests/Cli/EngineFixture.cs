using System.Diagnostics;
using System.Text;
using CarbonioInfra.Engine.Cli;
using CarbonioInfra.Engine.Program;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>A project in a folder of its own, whose program is <see cref="TestProgram"/>, and the engine to run it with.</summary>
internal sealed class EngineFixture : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _variables = new(StringComparer.Ordinal);

    public EngineFixture()
    {
        _folder.Write("Pulumi.yaml", "name: proj\nruntime: dotnet\nmain: program\nstackConfigDir: stacks\n");
        _folder.Write("program/readme", "");
        _variables["CARBONIO_STATE_DIR"] = StateDirectory;
    }

    public string Root => _folder.Path;

    public string StateDirectory => _folder["state"];

    public string StatePath => Path.Combine(StateDirectory, "dev.json");

    /// <summary>What the last command printed.</summary>
    public string Output { get; private set; } = "";

    /// <summary>What the last command complained about.</summary>
    public string Error { get; private set; } = "";

    public TextReader? Input { get; set; }

    /// <summary>What is piped into the next command.</summary>
    public TextReader? Piped { get; set; }

    /// <summary>Answers questions for values: the question, and whether the answer is hidden while it is typed.</summary>
    public Func<string, bool, string>? Ask { get; set; }

    /// <summary>Stands for the lab's script; empty for none.</summary>
    public string LabScript { get; set; } = "";

    /// <summary>How long a program is waited for.</summary>
    public ProgramPatience Patience { get; set; } = new();

    /// <summary>The built program that the engine is told to run.</summary>
    public string Program { get; set; } = typeof(TestProgram).Assembly.Location;

    public string this[string name] => _folder[name];

    public void Set(string variable, string value) => _variables[variable] = value;

    /// <summary>Writes the stack file of <c>dev</c>, a lab (so that there is always a passphrase).</summary>
    public void Configure(string settings = "", string rest = "") =>
        _folder.Write("stacks/Pulumi.dev.yaml", $"config:\n  proj:platform: lab\n{settings}\n{rest}\n");

    /// <summary>The text of the state file.</summary>
    public Task<string> StateAsync() => File.ReadAllTextAsync(StatePath, TestContext.Current.CancellationToken);

    /// <summary>The text of all logs.</summary>
    public async Task<string> LogsAsync() => string.Concat(await Task.WhenAll(
        Directory.GetFiles(Path.Combine(StateDirectory, "logs")).Select(file => File.ReadAllTextAsync(file))));

    /// <summary>Runs a command in this process.</summary>
    public async Task<int> RunAsync(params string[] arguments)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        var host = new EngineHost
        {
            Variable = _variables.GetValueOrDefault,
            Output = TextWriter.Synchronized(output),
            Error = TextWriter.Synchronized(error),
            Input = Input,
            Piped = Piped,
            Ask = Ask,
            Patience = Patience,
        };
        var exit = await Commands.RunAsync(host, [.. Common(), .. arguments]);
        (Output, Error) = (output.ToString(), error.ToString());
        return exit;
    }

    /// <summary>Starts the engine as a process of its own, to be killed or interrupted.</summary>
    public Process Start(params string[] arguments)
    {
        var line = CommandLine(arguments);
        return Start(new ProcessStartInfo(line[0], line[1..]));
    }

    /// <summary>Starts a script of bash, whose <c>"$@"</c> is the engine's command line.</summary>
    public Process StartScript(string script, params string[] arguments) =>
        Start(new ProcessStartInfo("bash", ["-c", script, "bash", .. CommandLine(arguments)]));

    /// <summary>Starts a script of bash in a terminal of its own: what is written to the process is typed, what it prints is shown.</summary>
    /// <inheritdoc cref="StartScript"/>
    public Process StartInTerminal(string script, params string[] arguments)
    {
        var words = string.Join(' ', CommandLine(arguments).Prepend("bash").Prepend(script).Select(word => $"'{word}'"));
        var start = new ProcessStartInfo("script", ["--quiet", "--return", "--flush", "--command", $"exec bash -c {words}", "/dev/null"])
        {
            RedirectStandardInput = true,
        };
        start.Environment["TERM"] = "xterm";
        start.Environment.Remove("CI");
        return Start(start);
    }

    /// <summary>Waits until a command of the program has made a file.</summary>
    public Task WaitForAsync(string file) => WaitForAsync(() => File.Exists(_folder[file]));

    /// <summary>Waits until something holds.</summary>
    public static async Task WaitForAsync(Func<bool> holds)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!holds())
            await Task.Delay(20, patience.Token);
    }

    /// <summary>Sends a signal to a process.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        await kill.WaitForExitAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Reads until a text has come.</summary>
    /// <returns>What was read.</returns>
    public static async Task<string> ReadUntilAsync(StreamReader reader, string text)
    {
        var read = new StringBuilder();
        var buffer = new char[4096];
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!read.ToString().Contains(text, StringComparison.Ordinal))
        {
            var count = await reader.ReadAsync(buffer, patience.Token);
            Assert.True(count != 0, $"'{text}' did not come, but: {read}");
            read.Append(buffer, 0, count);
        }

        return read.ToString();
    }

    public void Dispose() => _folder.Dispose();

    private Process Start(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var (name, value) in _variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    // Who starts the tests in the background of a script hands down an ignored SIGINT, which the engine would keep.
    private string[] CommandLine(string[] arguments) =>
        ["env", "--default-signal=INT", "dotnet", typeof(Commands).Assembly.Location, .. Common(), .. arguments];

    private string[] Common() => ["--root", Root, "--program", Program, "--lab-script", LabScript];
}
