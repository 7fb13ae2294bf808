using System.Runtime.InteropServices;
using System.Text.Json;
using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Values;
using Google.Protobuf.WellKnownTypes;
using Grpc.Net.Client;

namespace CarbonioInfra.Engine.Tests.Cli;

/// <summary>
/// A program that speaks the protocol without any SDK. The setting <c>commands</c> lists local commands as NAME: SCRIPT, each
/// depending on the one before, with <c>PROGRAM</c> in a script standing for the program's process; the setting <c>delete</c> is what
/// their deletion runs; the setting <c>end</c> says how the program ends.
/// </summary>
internal static class TestProgram
{
    public static async Task<int> RunAsync(string address)
    {
        using var config = JsonDocument.Parse(Variable("PULUMI_CONFIG"));
        using var channel = GrpcChannel.ForAddress("http://" + address);
        var monitor = new ResourceMonitor.ResourceMonitorClient(channel);
        var engine = new Embedded.Protocol.Engine.EngineClient(channel);

        Console.WriteLine($"running in {Environment.CurrentDirectory}");
        var stack = await RegisterAsync(monitor, "pulumi:pulumi:Stack", $"{Variable("PULUMI_PROJECT")}-{Variable("PULUMI_STACK")}");
        var outputs = PropertyMap.Of(("token", new PropertyValue.Secret(Setting(config, "token"))), ("plain", "p"));
        string[] before = [];
        foreach (var (name, script) in Commands(config))
        {
            var response = await RegisterAsync(monitor, "command:local:Command", name, stack.Urn,
                PropertyMap.Of(("create", script), ("delete", Setting(config, "delete") is { Length: > 0 } delete ? delete : "echo deleted")), before);
            before = [response.Urn];
            outputs = outputs.With(name, WireValues.FromStruct(response.Object).Get("stdout"));
        }

        await monitor.RegisterResourceOutputsAsync(new() { Urn = stack.Urn, Outputs = WireValues.ToStruct(outputs) });
        switch (Setting(config, "end"))
        {
            case "unprovided":
                await RegisterAsync(monitor, "aws:ec2/vpc:Vpc", "net", stack.Urn, PropertyMap.Of(("cidrBlock", "10.0.0.0/16")));
                break;
            case "warning":
                Console.WriteLine("a line");
                await engine.LogAsync(new() { Severity = LogSeverity.Warning, Message = "this looks odd" });
                break;
            case "error":
                await engine.LogAsync(new() { Severity = LogSeverity.Error, Message = "this went wrong" });
                break;
            case "bail":
                return 32;
            case "crash":
                return 3;
            case "no signal":
                return 0;
            case "never":
                await RegisterAsync(monitor, "my:mod:Comp", "half", stack.Urn);
                var whole = await RegisterAsync(monitor, "my:mod:Comp", "whole", stack.Urn);
                await monitor.RegisterResourceOutputsAsync(new() { Urn = whole.Urn, Outputs = new() });
                await Task.Delay(Timeout.Infinite);
                break;
            case "half a line":
                Console.Write("without end of line");
                break;
            case "many lines":
                for (var number = 1; number <= 20_000; number++)
                    Console.WriteLine($"line {number} of what it has to say");
                break;
            case "closed output":
                _ = Close(1);
                _ = Close(2);
                break;
            case "left behind":
                using (var sleep = System.Diagnostics.Process.Start("sleep", "300"))
                    Console.WriteLine($"left behind: {sleep.Id}");
                break;
        }

        await monitor.SignalAndWaitForShutdownAsync(new());
        if (Setting(config, "end") == (Variable("PULUMI_DRY_RUN") == "true" ? "hang in plan" : "hang in run"))
            await Task.Delay(Timeout.Infinite);
        return 0;
    }

    [DllImport("libc", EntryPoint = "close")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);

    private static async Task<RegisterResourceResponse> RegisterAsync(ResourceMonitor.ResourceMonitorClient monitor, string type,
        string name, string parent = "", PropertyMap? inputs = null, params string[] dependencies) => await monitor.RegisterResourceAsync(new()
        {
            Type = type,
            Name = name,
            Parent = parent,
            Custom = inputs is not null,
            Object = inputs is null ? new Struct() : WireValues.ToStruct(inputs),
            Dependencies = { dependencies },
            AcceptSecrets = true,
            AcceptResources = true,
            SupportsResultReporting = true,
        });

    private static IEnumerable<(string Name, string Script)> Commands(JsonDocument config)
    {
        using var commands = JsonDocument.Parse(Setting(config, "commands") is { Length: > 0 } text ? text : "{}");
        return [.. commands.RootElement.EnumerateObject().Select(command => (command.Name, command.Value.GetString()!.Replace("PROGRAM", $"{Environment.ProcessId}", StringComparison.Ordinal)))];
    }

    private static string Setting(JsonDocument config, string name) =>
        config.RootElement.TryGetProperty($"{Variable("PULUMI_PROJECT")}:{name}", out var value) ? value.GetString()! : "";

    private static string Variable(string name) => Environment.GetEnvironmentVariable(name)
        ?? throw new InvalidOperationException($"{name} is not set");
}
