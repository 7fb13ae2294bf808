using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Sdk.Tests.Recording;
using CarbonioInfra.Sdk.Tests.Support;
using Google.Protobuf.WellKnownTypes;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Wire;

/// <summary>Calls of provider functions, and reading of resources.</summary>
public sealed class InvokeTests
{
    private const string Token = "test:index:echo";

    private readonly Recorder _recorder = new();

    [Fact]
    public async Task A_function_is_called_with_its_arguments_and_its_result_depends_on_them()
    {
        await RunAsync(_recorder, () =>
        {
            var first = new Thing("first", new ThingArgs { Text = "a" });
            var result = Deployment.Instance.Invoke<EchoResult>(
                Token, new EchoArgs { Text = first.Text }, new InvokeOptions { Version = "2.0.0" });
            _ = new Thing("second", new ThingArgs { Text = result.Apply(echo => echo.Text) });
        });

        Values.AssertJson(
            """{ "tok": "test:index:echo", "args": { "text": "a" }, "version": "2.0.0", "acceptResources": true }""",
            Calls.Single());
        Assert.Equal("a", _recorder.Registration("second").Object.Fields["text"].StringValue);
        Assert.Equal(["urn:pulumi:dev::proj::test:index:Thing::first"], _recorder.Registration("second").Dependencies);
    }

    [Fact]
    public async Task A_function_is_not_called_while_an_argument_is_unknown()
    {
        var recorder = new Recorder { IsDryRun = true };
        Output<EchoResult>? result = null;
        await RunAsync(recorder, () =>
        {
            result = Deployment.Instance.Invoke<EchoResult>(Token, new EchoArgs { Text = new Thing("first").Computed });
        });

        Assert.False(await Values.IsKnown(result!));
        Assert.Empty(recorder.Messages.OfType<ResourceInvokeRequest>());
    }

    [Fact]
    public async Task A_function_is_not_called_before_its_dependencies_exist()
    {
        var recorder = new Recorder { IsDryRun = true };
        await RunAsync(recorder, () =>
        {
            var options = new InvokeOutputOptions { DependsOn = { new Thing("first") } };
            _ = Deployment.Instance.Invoke<EchoResult>(Token, new EchoArgs { Text = "a" }, options);
        });

        Assert.Empty(recorder.Messages.OfType<ResourceInvokeRequest>());
    }

    [Fact]
    public async Task Failures_of_a_function_fail_the_program_and_are_all_named()
    {
        var recorder = new Recorder
        {
            OnInvoke = _ => new ResourceInvokeResponse
            {
                Failures =
                {
                    new CheckFailure { Property = "a", Reason = "bad" },
                    new CheckFailure { Property = "b", Reason = "worse" },
                },
            },
        };
        var exitCode = await ProgramRun.AgainstAsync(
            recorder, () => { _ = Deployment.Instance.Invoke<EchoResult>(Token, new EchoArgs { Text = "a" }); });

        Assert.Equal(32, exitCode);
        Assert.Contains(
            "Invoke of 'test:index:echo' failed: bad (a); worse (b)", Assert.Single(recorder.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_single_value_is_taken_out_of_the_result()
    {
        var recorder = new Recorder
        {
            OnInvoke = _ => new ResourceInvokeResponse { Return = new Struct { Fields = { ["value"] = Value.ForNumber(3) } } },
        };
        Output<int>? result = null;
        await RunAsync(recorder, () => { result = Deployment.Instance.InvokeSingle<int>(Token, new EchoArgs()); });

        Assert.Equal(3, await Values.ValueOf(result!));
    }

    [Fact]
    public async Task A_resource_with_an_identifier_is_read()
    {
        await RunAsync(_recorder, () => { _ = new Thing("existing", options: new CustomResourceOptions { Id = "some-id" }); });

        var request = _recorder.Messages.OfType<ReadResourceRequest>().Single();
        Assert.Equal(("some-id", "existing", Thing.Type, "1.2.3"), (request.Id, request.Name, request.Type, request.Version));
        Assert.DoesNotContain(_recorder.Registrations, registration => registration.Name == "existing");
    }

    private IEnumerable<ResourceInvokeRequest> Calls => _recorder.Messages.OfType<ResourceInvokeRequest>();

    private static async Task RunAsync(Recorder recorder, Action program) =>
        Assert.Equal(0, await ProgramRun.AgainstAsync(recorder, program));

    private sealed class EchoArgs : InvokeArgs
    {
        [Input("text")]
        public Input<string>? Text { get; set; }
    }

    [OutputType]
    private sealed class EchoResult
    {
        public readonly string Text;

        [OutputConstructor]
        private EchoResult(string text) => Text = text;
    }
}
