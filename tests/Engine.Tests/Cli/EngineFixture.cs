using System.Diagnostics;
using CarbonioInfra.Engine.Cli;

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

    public string this[string name] => _folder[name];

    public void Set(string variable, string value) => _variables[variable] = value;

    /// <summary>Writes the stack file of <c>dev</c>, a lab (so that there is always a passphrase).</summary>
    public void Configure(string settings = "", string rest = "") =>
        _folder.Write("stacks/Pulumi.dev.yaml", $"config:\n  proj:platform: lab\n{settings}\n{rest}\n");

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
        };
        var exit = await Commands.RunAsync(host, [.. Common(), .. arguments]);
        (Output, Error) = (output.ToString(), error.ToString());
        return exit;
    }

    /// <summary>Starts the engine as a process of its own, to be killed or interrupted.</summary>
    public Process Start(params string[] arguments)
    {
        // Who starts the tests in the background of a script hands down an ignored SIGINT, which this process would keep.
        var start = new ProcessStartInfo("env", ["--default-signal=INT", "dotnet", typeof(Commands).Assembly.Location, .. Common(), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in _variables)
            start.Environment[name] = value;
        return Process.Start(start)!;
    }

    /// <summary>Waits until a command of the program has made a file.</summary>
    public async Task WaitForAsync(string file)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1));
        while (!File.Exists(_folder[file]))
            await Task.Delay(20, patience.Token);
    }

    public void Dispose() => _folder.Dispose();

    private string[] Common() => ["--root", Root, "--program", typeof(TestProgram).Assembly.Location, "--lab-script", LabScript];
}
