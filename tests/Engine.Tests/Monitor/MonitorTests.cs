#pragma warning disable xUnit1051 // Calls over loopback to a server that ends with the test: there is nothing to wait for.

using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Monitor;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Tests.Steps;
using CarbonioInfra.Engine.Values;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Grpc.Net.Client;

namespace CarbonioInfra.Engine.Tests.Monitor;

/// <summary>The monitor as a program sees it: over the wire, message by message.</summary>
public sealed class MonitorTests : IAsyncDisposable
{
    private readonly TestStack _stack = new();
    private readonly List<IAsyncDisposable> _servers = [];
    private readonly List<IDisposable> _disposables = [];

    public async ValueTask DisposeAsync()
    {
        _disposables.ForEach(disposable => disposable.Dispose());
        foreach (var server in _servers)
            await server.DisposeAsync();
    }

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
        var program = await StartAsync();

        Assert.Equal(expected, (await program.Monitor.SupportsFeatureAsync(new() { Id = id })).HasSupport);
    }

    [Fact]
    public async Task A_run_of_stack_component_and_child_is_answered_and_stored()
    {
        var program = await StartAsync();
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
        Assert.Equal("out", _stack.Find("proj-dev")!.Outputs.TextOf("o"));
        Assert.Equal(TimeSpan.FromSeconds(90), _stack.Find("c-x")!.Timeouts.Create);
        Assert.EndsWith($"::{_stack.Find("default_1_2_3")!.Id}", _stack.Find("c-x")!.Provider, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_without_secrets_and_references_gets_plain_values()
    {
        var program = await StartAsync();
        var reference = new PropertyValue.ResourceReference("urn:pulumi:dev::proj::t:i:T::x", "i-7");
        var response = await program.Monitor.RegisterResourceAsync(new()
        {
            Type = "test:index:Thing",
            Name = "a",
            Custom = true,
            Object = WireValues.ToStruct(PropertyMap.Of(("hidden", new PropertyValue.Secret("s")), ("ref", reference))),
        });

        Assert.Equal("s", response.Object.Fields["hidden"].StringValue);
        Assert.Equal("i-7", response.Object.Fields["ref"].StringValue);
    }

    [Fact]
    public async Task Failed_and_skipped_resources_are_reported_with_their_urn()
    {
        _stack.Provider.Failing.Add("create a");
        var program = await StartAsync();
        var a = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "a", Custom = true });
        var b = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "b", Custom = true, Dependencies = { a.Urn } });

        Assert.Equal((Result.Fail, Result.Skip), (a.Result, b.Result));
        Assert.Equal(TestStack.UrnOf("b"), b.Urn);
        Assert.NotNull(b.Object);
    }

    [Fact]
    public async Task A_program_that_cannot_be_told_of_a_failure_gets_an_error()
    {
        _stack.Provider.Failing.Add("create a");
        var program = await StartAsync();

        await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.RegisterResourceAsync(
            new() { Type = "test:index:Thing", Name = "a", Custom = true }));
    }

    [Fact]
    public async Task Dependencies_without_property_map_are_those_of_every_property()
    {
        var program = await StartAsync();
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

        Assert.Equal([a.Urn], _stack.Find("b")!.PropertyDependencies["x"]);
    }

    [Fact]
    public async Task Hundreds_of_registrations_wait_at_the_same_time()
    {
        const int Count = 400;
        var arrived = 0;
        var all = new TaskCompletionSource();
        _stack.Provider.During = (_, _, _) =>
        {
            if (Interlocked.Increment(ref arrived) == Count)
                all.SetResult();
            return all.Task;
        };
        var program = await StartAsync(parallel: Count);
        var responses = await Task.WhenAll(Enumerable.Range(0, Count).Select(number =>
            program.RegisterAsync(new() { Type = "test:index:Thing", Name = $"r{number}", Custom = true })));

        Assert.All(responses, response => Assert.Equal(Result.Success, response.Result));
    }

    [Fact]
    public async Task Large_messages_pass()
    {
        var program = await StartAsync();
        var large = new string('x', 8 << 20);
        var response = await program.RegisterAsync(new()
        {
            Type = "test:index:Thing",
            Name = "a",
            Custom = true,
            Object = WireValues.ToStruct(PropertyMap.Of(("large", large))),
        });

        Assert.Equal(large, response.Object.Fields["large"].StringValue);
    }

    [Fact]
    public async Task Shutdown_deletes_what_is_gone_before_it_answers_and_is_told_once()
    {
        await _stack.UpAsync(program => program.RegisterAsync("old"));
        _stack.Provider.Forget();
        var program = await StartAsync();
        await program.Monitor.SignalAndWaitForShutdownAsync(new());

        Assert.Equal(["delete old id-1"], _stack.Provider.Calls);
        await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.SignalAndWaitForShutdownAsync(new()));
    }

    [Fact]
    public async Task A_stopped_run_answers_unavailable()
    {
        var program = await StartAsync();
        program.Deployment.Stop();
        var error = await Assert.ThrowsAsync<RpcException>(() => program.RegisterAsync(new() { Type = "a:b:C", Name = "a", Custom = true }));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Theory]
    [InlineData("remote components")]
    [InlineData("import")]
    public async Task Refuses_what_it_does_not_do_by_name(string feature)
    {
        var program = await StartAsync();
        var error = await Assert.ThrowsAsync<RpcException>(() => program.RegisterAsync(new()
        {
            Type = "a:b:C",
            Name = "a",
            Remote = feature == "remote components",
            ImportId = feature == "import" ? "i-1" : "",
        }));

        Assert.Contains($"does not support {feature}", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_and_reads_are_refused_by_name()
    {
        var program = await StartAsync();
        var invoke = await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.InvokeAsync(new() { Tok = "aws:index/getAmi:getAmi" }));
        var read = await Assert.ThrowsAsync<RpcException>(async () =>
            await program.Monitor.ReadResourceAsync(new() { Type = "aws:ec2/vpc:Vpc", Name = "v", Id = "vpc-1" }));

        Assert.Equal((StatusCode.Unimplemented, StatusCode.Unimplemented), (invoke.StatusCode, read.StatusCode));
        Assert.Contains("aws:index/getAmi:getAmi", invoke.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("aws:ec2/vpc:Vpc", read.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task GetResource_tells_a_registered_resource()
    {
        var program = await StartAsync();
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
        var program = await StartAsync();
        _stack.Mask.Add(["hunter22"]);
        await program.Engine.LogAsync(new() { Severity = LogSeverity.Info, Message = "it is hunter22" });
        await program.Engine.LogAsync(new() { Severity = LogSeverity.Info, Message = "a status line", Ephemeral = true });
        Assert.False(program.EngineService.ErrorLogged);
        await program.Engine.LogAsync(new() { Severity = LogSeverity.Error, Message = "broken" });

        Assert.True(program.EngineService.ErrorLogged);
        Assert.Equal(["Info: it is [secret]", "Error: broken"], _stack.Told);
    }

    [Theory]
    [InlineData("300000000000ns", 300)]
    [InlineData("1h1m1s", 3661)]
    [InlineData("2.5s", 2.5)]
    [InlineData("1500ms", 1.5)]
    public void Durations_are_read_as_go_writes_them(string text, double seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), GoalReader.Duration(text));

    [Fact]
    public void What_is_no_duration_is_refused() =>
        Assert.Contains("'5 minutes'", Assert.Throws<EngineException>(() => GoalReader.Duration("5 minutes")).Message, StringComparison.Ordinal);

    private async Task<WireProgram> StartAsync(int parallel = 4)
    {
        var deployment = _stack.Deploy(parallel: parallel);
        var engine = new EngineService(deployment, _stack, _stack.Mask);
        var server = await MonitorServer.StartAsync(new(deployment), engine);
        var channel = GrpcChannel.ForAddress("http://" + server.Address, new() { MaxReceiveMessageSize = 400 << 20, MaxSendMessageSize = 400 << 20 });
        _servers.Add(server);
        _disposables.AddRange([channel, deployment]);
        return new(deployment, engine, new(channel), new(channel));
    }

    private sealed record WireProgram(
        Deployment Deployment, EngineService EngineService, ResourceMonitor.ResourceMonitorClient Monitor,
        Embedded.Protocol.Engine.EngineClient Engine)
    {
        /// <summary>Registers as the .NET SDK does.</summary>
        public async Task<RegisterResourceResponse> RegisterAsync(RegisterResourceRequest request)
        {
            request.AcceptSecrets = true;
            request.AcceptResources = true;
            request.SupportsResultReporting = true;
            request.Hooks = new();
            request.Object ??= new Struct();
            return await Monitor.RegisterResourceAsync(request);
        }
    }
}
