#pragma warning disable xUnit1051 // Calls over loopback to a server that ends with the test: there is nothing to wait for.

using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Tests.Steps;
using CarbonioInfra.Engine.Values;
using Grpc.Core;

namespace CarbonioInfra.Engine.Tests.Monitor;

/// <summary>The monitor as a program sees it: over the wire, message by message.</summary>
public sealed class MonitorTests : IAsyncDisposable
{
    private readonly WireServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Theory]
    [InlineData("resourceReferences", true)]
    [InlineData("aliasSpecs", true)]
    [InlineData("secrets", true)]
    [InlineData("deletedWith", true)]
    [InlineData("replaceWith", true)]
    [InlineData("outputValues", false)]
    [InlineData("transforms", false)]
    [InlineData("resourceHooks", false)]
    [InlineData("something new", false)]
    public async Task Tells_what_it_supports(string id, bool expected)
    {
        var program = await _server.StartAsync();

        Assert.Equal(expected, (await program.Monitor.SupportsFeatureAsync(new() { Id = id })).HasSupport);
    }

    [Fact]
    public async Task A_run_of_stack_component_and_child_is_answered_and_stored()
    {
        var program = await _server.StartAsync();
        var stack = await program.RegisterAsync(new() { Type = "pulumi:pulumi:Stack", Name = "proj-dev" });
        var component = await program.RegisterAsync(new() { Type = "my:mod:Comp", Name = "c", Parent = stack.Urn });
        var child = await program.RegisterAsync(new()
        {
            Type = "test:index:Thing",
            Name = "c-x",
            Parent = component.Urn,
            Custom = true,
            Version = "1.2.3",
            Object = WireValues.ToStruct(PropertyMap.Of(("plain", "p"), ("hidden", new PropertyValue.Secret("s")))),
            CustomTimeouts = new() { Create = "1m30s" },
        });
        await program.Monitor.RegisterResourceOutputsAsync(new()
        {
            Urn = stack.Urn,
            Outputs = WireValues.ToStruct(PropertyMap.Of(("o", "out"))),
        });
        await program.Monitor.SignalAndWaitForShutdownAsync(new());

        Assert.Equal("urn:pulumi:dev::proj::pulumi:pulumi:Stack::proj-dev", stack.Urn);
        Assert.Equal("urn:pulumi:dev::proj::my:mod:Comp$test:index:Thing::c-x", child.Urn);
        Assert.Equal(("id-1", ""), (child.Id, component.Id));
        Assert.Empty(component.Object.Fields);
        Assert.Equal(new PropertyValue.Secret("s"), WireValues.FromStruct(child.Object)["hidden"]);
        Assert.Equal("out", _server.Stack.Find("proj-dev")!.Outputs.TextOf("o"));
        Assert.Equal(TimeSpan.FromSeconds(90), _server.Stack.Find("c-x")!.Timeouts.Create);
        Assert.EndsWith($"::{_server.Stack.Find("default_1_2_3")!.Id}", _server.Stack.Find("c-x")!.Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_and_skipped_resources_are_reported_with_their_urn()
    {
        _server.Stack.Provider.Failing.Add("create a");
        var program = await _server.StartAsync();
        var a = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "a", Custom = true });
        var b = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "b", Custom = true, Dependencies = { a.Urn } });

        Assert.Equal((Result.Fail, Result.Skip), (a.Result, b.Result));
        Assert.Equal(TestStack.UrnOf("b"), b.Urn);
        Assert.NotNull(b.Object);
    }

    [Fact]
    public async Task A_program_that_cannot_be_told_of_a_failure_gets_an_error()
    {
        _server.Stack.Provider.Failing.Add("create a");
        var program = await _server.StartAsync();

        await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.RegisterResourceAsync(
            new() { Type = "test:index:Thing", Name = "a", Custom = true }));
    }

    [Fact]
    public async Task Dependencies_without_property_map_are_those_of_every_property()
    {
        var program = await _server.StartAsync();
        var a = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "a", Custom = true });
        await program.RegisterAsync(new()
        {
            Type = "test:index:Thing",
            Name = "b",
            Custom = true,
            Object = WireValues.ToStruct(PropertyMap.Of(("x", 1))),
            Dependencies = { a.Urn },
        });
        await program.Monitor.SignalAndWaitForShutdownAsync(new());

        Assert.Equal([a.Urn], _server.Stack.Find("b")!.PropertyDependencies["x"]);
    }

    [Fact]
    public async Task Hundreds_of_registrations_wait_at_the_same_time()
    {
        const int Count = 400;
        var arrived = 0;
        var all = new TaskCompletionSource();
        _server.Stack.Provider.During = (_, _, _) =>
        {
            if (Interlocked.Increment(ref arrived) == Count)
                all.SetResult();
            return all.Task;
        };
        var program = await _server.StartAsync(parallel: Count);
        var responses = await Task.WhenAll(Enumerable.Range(0, Count).Select(number =>
            program.RegisterAsync(new() { Type = "test:index:Thing", Name = $"r{number}", Custom = true })));

        Assert.All(responses, response => Assert.Equal(Result.Success, response.Result));
    }

    [Fact]
    public async Task Shutdown_deletes_what_is_gone_before_it_answers_and_is_told_once()
    {
        await _server.Stack.UpAsync(program => program.RegisterAsync("old"));
        _server.Stack.Provider.Forget();
        var program = await _server.StartAsync();
        await program.Monitor.SignalAndWaitForShutdownAsync(new());

        Assert.Equal(["delete old id-1"], _server.Stack.Provider.Calls);
        await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.SignalAndWaitForShutdownAsync(new()));
    }

    [Fact]
    public async Task GetResource_tells_a_registered_resource()
    {
        var program = await _server.StartAsync();
        var a = await program.RegisterAsync(new()
        {
            Type = "test:index:Thing",
            Name = "a",
            Custom = true,
            Object = WireValues.ToStruct(PropertyMap.Of(("x", "y"))),
        });
        var response = await program.Monitor.InvokeAsync(new()
        {
            Tok = "pulumi:pulumi:getResource",
            Args = WireValues.ToStruct(PropertyMap.Of(("urn", a.Urn))),
        });

        Assert.Equal("id-1", response.Return.Fields["id"].StringValue);
        Assert.Equal("y", response.Return.Fields["state"].StructValue.Fields["x"].StringValue);
    }

    [Fact]
    public async Task Logs_are_told_masked_and_errors_remembered()
    {
        var program = await _server.StartAsync();
        _server.Stack.Mask.Add(["hunter22"]);
        await program.Engine.LogAsync(new() { Severity = LogSeverity.Info, Message = "it is hunter22" });
        await program.Engine.LogAsync(new() { Severity = LogSeverity.Info, Message = "a status line", Ephemeral = true });
        Assert.False(program.EngineService.ErrorLogged);
        await program.Engine.LogAsync(new() { Severity = LogSeverity.Error, Message = "broken" });

        Assert.True(program.EngineService.ErrorLogged);
        Assert.Equal(["Info: it is [secret]", "Error: broken"], _server.Stack.Told);
    }
}
