#pragma warning disable xUnit1051 // Calls over loopback to a server that ends with the test: there is nothing to wait for.

using CarbonioInfra.Engine.Tests.Steps;
using CarbonioInfra.Engine.Values;
using Google.Protobuf.WellKnownTypes;
using Grpc.Core;

namespace CarbonioInfra.Engine.Tests.Monitor;

/// <summary>What the monitor refuses, and how it says so.</summary>
public sealed class RefusalTests : IAsyncDisposable
{
    private readonly WireServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_stopped_run_answers_unavailable()
    {
        var program = await _server.StartAsync();
        program.Deployment.Stop();
        var error = await Assert.ThrowsAsync<RpcException>(() => program.RegisterAsync(new() { Type = "a:b:C", Name = "a", Custom = true }));

        Assert.Equal(StatusCode.Unavailable, error.StatusCode);
    }

    [Theory]
    [InlineData("remote components")]
    [InlineData("import")]
    public async Task Refuses_what_it_does_not_do_by_name(string feature)
    {
        var program = await _server.StartAsync();
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
        var program = await _server.StartAsync();
        var invoke = await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.InvokeAsync(new() { Tok = "aws:index/getAmi:getAmi" }));
        var read = await Assert.ThrowsAsync<RpcException>(async () =>
            await program.Monitor.ReadResourceAsync(new() { Type = "aws:ec2/vpc:Vpc", Name = "v", Id = "vpc-1" }));

        Assert.Equal((StatusCode.Unimplemented, StatusCode.Unimplemented), (invoke.StatusCode, read.StatusCode));
        Assert.Contains("aws:index/getAmi:getAmi", invoke.Status.Detail, StringComparison.Ordinal);
        Assert.Contains("aws:ec2/vpc:Vpc", read.Status.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public async Task What_is_no_number_is_refused_with_its_place(double number)
    {
        var program = await _server.StartAsync();
        var value = Value.ForStruct(new() { Fields = { ["port"] = Value.ForNumber(number) } });
        var error = await Assert.ThrowsAsync<RpcException>(() => program.RegisterAsync(
            new() { Type = "test:index:Thing", Name = "a", Custom = true, Object = new() { Fields = { ["connection"] = value } } }));

        Assert.StartsWith("test:index:Thing 'a': connection: port: expected a number, found ", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal(StatusCode.InvalidArgument, error.StatusCode);
        await program.Monitor.SignalAndWaitForShutdownAsync(new());
        Assert.Empty(_server.Stack.State.Resources);
    }

    [Fact]
    public async Task A_special_value_of_an_unknown_kind_is_refused_with_its_place()
    {
        var program = await _server.StartAsync();
        var value = Value.ForStruct(new() { Fields = { [SpecialValues.Signature] = Value.ForString("5f00") } });
        var error = await Assert.ThrowsAsync<RpcException>(() => program.RegisterAsync(
            new() { Type = "test:index:Thing", Name = "a", Custom = true, Object = new() { Fields = { ["odd"] = value } } }));

        Assert.Contains("'a': odd: unknown kind of special value on the wire: '5f00'", error.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Outputs_of_what_is_not_registered_are_refused_and_the_run_goes_on()
    {
        var program = await _server.StartAsync();
        var error = await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.RegisterResourceOutputsAsync(
            new() { Urn = TestStack.UrnOf("nobody"), Outputs = new() }));
        var response = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "a", Custom = true });

        Assert.Contains("nobody", error.Status.Detail, StringComparison.Ordinal);
        Assert.Equal("id-1", response.Id);
    }

    [Fact]
    public async Task After_the_end_everything_is_refused()
    {
        var program = await _server.StartAsync();
        var component = await program.RegisterAsync(new() { Type = "my:mod:Comp", Name = "c" });
        await program.Monitor.SignalAndWaitForShutdownAsync(new());
        var register = await Assert.ThrowsAsync<RpcException>(() => program.RegisterAsync(new() { Type = "test:index:Thing", Name = "late", Custom = true }));
        var outputs = await Assert.ThrowsAsync<RpcException>(async () => await program.Monitor.RegisterResourceOutputsAsync(
            new() { Urn = component.Urn, Outputs = WireValues.ToStruct(PropertyMap.Of(("late", true))) }));

        Assert.Equal((StatusCode.Unavailable, StatusCode.Unavailable), (register.StatusCode, outputs.StatusCode));
        Assert.Empty(_server.Stack.Provider.Calls);
    }

    [Fact]
    public async Task An_unknown_that_is_left_in_a_run_is_refused()
    {
        var program = await _server.StartAsync();
        var response = await program.RegisterAsync(new()
        {
            Type = "test:index:Thing",
            Name = "a",
            Custom = true,
            Object = WireValues.ToStruct(PropertyMap.Of(("x", PropertyValue.Unknown.Instance))),
        });

        Assert.Equal(CarbonioInfra.Embedded.Protocol.Result.Fail, response.Result);
        Assert.Contains("is not known", Assert.Single(_server.Stack.Told), StringComparison.Ordinal);
    }
}
