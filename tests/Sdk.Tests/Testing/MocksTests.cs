using System.Collections.Immutable;
using CarbonioInfra.Sdk.Tests.Support;
using Pulumi;
using Pulumi.Testing;

namespace CarbonioInfra.Sdk.Tests.Testing;

public sealed class MocksTests
{
    private readonly EchoMocks _mocks = new();

    [Fact]
    public async Task Resources_come_back_in_order_without_the_hidden_stack()
    {
        var (resources, outputs) = await Deployment.TestAsync(_mocks, Update, () =>
        {
            var group = new Group("group");
            return new Dictionary<string, object?> { ["text"] = group.Text, ["plain"] = 5 };
        });

        Assert.Equal(
            ["group", "group-member", "group-grandchild", "group-inner", "group-inner-member", "group-inner-grandchild"],
            resources.Select(resource => resource.GetResourceName()));
        Assert.Equal("hello", await Values.ValueOf((Output<string>)outputs["text"]!));
        Assert.Equal(5, outputs["plain"]);
    }

    [Fact]
    public async Task Urns_have_the_outermost_type_only()
    {
        var resources = await Deployment.TestAsync(
            _mocks, new TestOptions { ProjectName = "p", StackName = "s" }, () => { _ = new Group("group"); });

        Assert.Equal(
            [
                "urn:pulumi:s::p::pulumi:pulumi:Stack$test:index:Group::group",
                "urn:pulumi:s::p::pulumi:pulumi:Stack$test:index:Thing::group-member",
            ],
            await Task.WhenAll(resources.Take(2).Select(resource => Values.ValueOf(resource.Urn))));
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public async Task It_is_a_preview_unless_told_otherwise(bool? isPreview, bool isKnown)
    {
        var resources = await Deployment.TestAsync(
            _mocks, new TestOptions { IsPreview = isPreview }, () => { _ = new Thing("thing"); });

        Assert.Equal(isKnown, await Values.IsKnown(((Thing)resources.Single()).Computed));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public async Task Without_an_identifier_it_is_unknown_also_outside_of_previews(string? id)
    {
        var resources = await Deployment.TestAsync(new EchoMocks { Id = id }, Update, () => { _ = new Thing("thing"); });

        Assert.False(await Values.IsKnown(((Thing)resources.Single()).Id));
    }

    [Fact]
    public async Task Mocks_see_plain_inputs()
    {
        await Deployment.TestAsync(_mocks, Update, () =>
        {
            _ = new Thing("thing", new ThingArgs
            {
                Text = Output.CreateSecret("hidden"),
                Number = 3,
                List = { "a", "b" },
                Map = { { "k", Values.UnknownOutput("v") } },
                Connection = new ConnectionArgs { Host = "h" },
            });
        });

        var inputs = Assert.Single(_mocks.Seen).Inputs;
        Assert.Equal(["connection", "list", "number", "text"], inputs.Keys.Order());
        Assert.Equal("hidden", inputs["text"]);
        Assert.Equal(3.0, inputs["number"]);
        Assert.Equal(["a", "b"], (ImmutableArray<object?>)inputs["list"]);
        Assert.Equal("h", ((ImmutableDictionary<string, object?>)inputs["connection"])["host"]);
    }

    [Fact]
    public async Task A_resource_is_registered_before_the_rest_of_its_constructor_runs()
    {
        var seen = 0;
        await Deployment.TestAsync(_mocks, Update, () => { _ = new Counting("thing", () => seen = _mocks.Seen.Count); });

        Assert.Equal(1, seen);
    }

    [Fact]
    public async Task One_error_is_a_run_exception_and_several_are_an_aggregate()
    {
        var single = await Assert.ThrowsAsync<RunException>(() => Deployment.TestAsync(_mocks, Update, () => Log.Error("one")));
        Assert.Equal("one", single.Message);

        var several = await Assert.ThrowsAsync<AggregateException>(() => Deployment.TestAsync(_mocks, Update, () =>
        {
            Log.Error("one");
            Log.Error("two");
        }));
        Assert.Equal(["one", "two"], several.InnerExceptions.Select(error => error.Message));
    }

    [Fact]
    public async Task Exceptions_of_the_program_are_reported_as_by_an_engine()
    {
        var error = await Assert.ThrowsAsync<RunException>(
            () => Deployment.TestAsync(_mocks, Update, (Action)(() => throw new InvalidOperationException("boom"))));

        Assert.Contains(
            "failed with an unhandled exception:\nSystem.InvalidOperationException: boom", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Functions_are_answered_by_the_mocks()
    {
        Output<ImmutableDictionary<string, string>>? result = null;
        await Deployment.TestAsync(_mocks, Update, () =>
        {
            result = Deployment.Instance.Invoke<ImmutableDictionary<string, string>>("test:index:fn", InvokeArgs.Empty);
        });

        Assert.Equal("test:index:fn", (await Values.ValueOf(result!))["token"]);
    }

    [Fact]
    public async Task Programs_may_be_asynchronous()
    {
        var resources = await Deployment.TestAsync(_mocks, Update, async () =>
        {
            await Task.Yield();
            _ = new Thing("late");
        });

        Assert.Equal("late", resources.Single().GetResourceName());
    }

    [Fact]
    public async Task The_deployment_does_not_stay_with_the_caller()
    {
        await Deployment.TestAsync(_mocks, Update, () => Assert.Equal("project", Deployment.Instance.ProjectName));

        var error = Assert.Throws<InvalidOperationException>(() => Deployment.Instance);
        Assert.Equal("Trying to acquire Deployment.Instance before 'Run' was called.", error.Message);
    }

    private static TestOptions Update => new() { IsPreview = false };

    private sealed class Counting : CustomResource
    {
        public Counting(string name, Action afterRegistration)
            : base("test:index:Counting", name, null, options: null) => afterRegistration();
    }
}
