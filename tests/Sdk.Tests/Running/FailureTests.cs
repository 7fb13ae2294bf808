using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Running;

/// <summary>How programs end, and what the engine is told.</summary>
public sealed class FailureTests
{
    private readonly Recorder _recorder = new();

    [Fact]
    public async Task An_exception_of_the_program_is_logged_with_its_text()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, () => throw new InvalidOperationException("boom"));

        Assert.Equal(32, exitCode);
        var error = Assert.Single(_recorder.Errors);
        Assert.StartsWith("Running program '", error, StringComparison.Ordinal);
        Assert.Contains(
            "' failed with an unhandled exception:\nSystem.InvalidOperationException: boom", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Of_a_run_exception_only_the_message_is_shown()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, () => throw new RunException("set the key"));

        Assert.Equal(32, exitCode);
        Assert.Equal(["set the key"], _recorder.Errors);
    }

    [Fact]
    public async Task A_resource_exception_is_logged_with_its_resource()
    {
        await ProgramRun.AgainstAsync(
            _recorder, () => throw new ResourceException("bad thing", new Thing("thing"), hideStack: true));

        var log = Assert.Single(_recorder.Logs);
        Assert.Equal(("bad thing", "urn:pulumi:dev::proj::test:index:Thing::thing"), (log.Message, log.Urn));
    }

    [Fact]
    public async Task An_exception_in_an_apply_that_nobody_uses_fails_the_program()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, () =>
        {
            var thing = new Thing("thing", new ThingArgs { Text = "x" });
            _ = thing.Text.Apply((Func<string, string>)(_ => throw new RunException("in apply")));
        });

        Assert.Equal(32, exitCode);
        Assert.Equal(["in apply"], _recorder.Errors);
    }

    [Fact]
    public async Task A_refused_registration_fails_the_program_with_the_reason()
    {
        var recorder = new Recorder
        {
            OnRegister = (request, response) => request.Name == "thing"
                ? throw new RpcException(new Status(StatusCode.Unavailable, "resource monitor shut down"))
                : response,
        };
        var exitCode = await ProgramRun.AgainstAsync(recorder, () =>
        {
            var thing = new Thing("thing");
            _ = new Thing("next", new ThingArgs { Text = thing.Id });
        });

        Assert.Equal(32, exitCode);
        Assert.Contains("resource monitor shut down", Assert.Single(recorder.Errors), StringComparison.Ordinal);
        Assert.DoesNotContain(recorder.Registrations, request => request.Name == "next");
        Assert.Empty(recorder.Messages.OfType<Empty>());
    }

    [Fact]
    public async Task A_logged_error_lets_the_program_go_on_and_fail_in_the_end()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, () =>
        {
            Log.Error("something is wrong");
            _ = new Thing("thing");
        });

        Assert.Equal(1, exitCode);
        Assert.Equal(["something is wrong"], _recorder.Errors);
        Assert.Contains(_recorder.Registrations, request => request.Name == "thing");
        Assert.Empty(_recorder.Messages.OfType<Empty>());
    }

    [Fact]
    public async Task An_engine_that_cannot_be_told_fails_the_program()
    {
        var recorder = new Recorder { OnLog = _ => new RpcException(new Status(StatusCode.Internal, "no log")) };

        Assert.Equal(1, await ProgramRun.AgainstAsync(recorder, () => Log.Info("hello")));
    }

    [Fact]
    public async Task Messages_arrive_in_order_with_what_belongs_to_them()
    {
        await ProgramRun.AgainstAsync(_recorder, () =>
        {
            Log.Info("first", new Thing("thing"));
            Log.Warn("second", streamId: 7, ephemeral: true);
            Log.Info("third");
        });

        Assert.Equal(["first", "second", "third"], _recorder.Logs.Select(log => log.Message));
        Assert.Equal("urn:pulumi:dev::proj::test:index:Thing::thing", _recorder.Logs[0].Urn);
        var second = _recorder.Logs[1];
        Assert.Equal((LogSeverity.Warning, 7, true), (second.Severity, second.StreamId, second.Ephemeral));
    }

    [Fact]
    public async Task What_the_program_started_is_waited_for()
    {
        await ProgramRun.AgainstAsync(_recorder, () =>
        {
            var thing = new Thing("thing", new ThingArgs { Text = "x" });
            _ = thing.Text.Apply(async text =>
            {
                await Task.Yield();
                _ = new Thing("made-in-apply", new ThingArgs { Text = text });
            });
        });

        Assert.Contains(_recorder.Registrations, request => request.Name == "made-in-apply");
        Assert.IsType<Empty>(_recorder.Messages[^1]);
    }

    [Fact]
    public async Task A_declared_output_of_an_impossible_type_fails_at_once()
    {
        var exitCode = await ProgramRun.AgainstAsync(_recorder, () => { _ = new Impossible("thing"); });

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "contains invalid type System.Collections.Generic.List", Assert.Single(_recorder.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_output_that_cannot_be_set_fails_at_once()
    {
        await ProgramRun.AgainstAsync(_recorder, () => { _ = new Unsettable("thing"); });

        Assert.Contains("did not have a 'set' method", Assert.Single(_recorder.Errors), StringComparison.Ordinal);
    }

    private sealed class Impossible(string name) : CustomResource("test:index:Impossible", name, null, options: null)
    {
        [Output("x")]
        public Output<List<string>> X { get; private set; } = null!;
    }

    private sealed class Unsettable(string name) : CustomResource("test:index:Unsettable", name, null, options: null)
    {
        [Output("x")]
        public Output<string> X { get; } = null!;
    }
}
