#pragma warning disable xUnit1051 // Calls over loopback to a server that ends with the test: there is nothing to wait for.

using CarbonioInfra.Embedded.Protocol;
using CarbonioInfra.Engine.Tests.Steps;
using CarbonioInfra.Engine.Values;

namespace CarbonioInfra.Engine.Tests.Monitor;

/// <summary>What becomes of values and options on their way between program and engine.</summary>
public sealed class MonitorValuesTests : IAsyncDisposable
{
    private readonly WireServer _server = new();

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    [Fact]
    public async Task A_program_without_secrets_and_references_gets_plain_values()
    {
        var program = await _server.StartAsync();
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
    public async Task Large_messages_pass()
    {
        var program = await _server.StartAsync();
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
    public async Task A_reference_keeps_its_form_for_a_program_that_understands_it()
    {
        var program = await _server.StartAsync();
        var inputs = PropertyMap.Of(
            ("custom", new PropertyValue.ResourceReference("urn:pulumi:dev::proj::t:i:T::x", "i-7")),
            ("planned", new PropertyValue.ResourceReference("urn:pulumi:dev::proj::t:i:T::y", "")),
            ("component", new PropertyValue.ResourceReference("urn:pulumi:dev::proj::t:i:D::z", null)));
        var response = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "a", Custom = true, Object = WireValues.ToStruct(inputs) });

        Assert.Equal(inputs, WireValues.FromStruct(response.Object).Without("made"));
    }

    [Fact]
    public async Task Values_of_any_size_and_depth_that_the_format_has_come_back_as_they_were()
    {
        var program = await _server.StartAsync();
        PropertyValue deep = "leaf";
        foreach (var _ in Enumerable.Range(0, 30))
            deep = PropertyMap.Of(("inner", deep));
        var inputs = PropertyMap.Of(("large", new string('x', 50 << 20)), ("deep", deep), ("zero", -0.0), ("number", double.MaxValue));
        var response = await program.RegisterAsync(new() { Type = "test:index:Thing", Name = "a", Custom = true, Object = WireValues.ToStruct(inputs) });

        Assert.Equal(inputs, WireValues.FromStruct(response.Object).Without("made"));
    }

    [Fact]
    public async Task Aliases_arrive_in_every_form()
    {
        await _server.Stack.UpAsync(async program =>
        {
            await program.RegisterAsync("whole");
            await program.RegisterAsync("listed");
            await program.RegisterAsync("named");
        });
        _server.Stack.Provider.Forget();
        var program = await _server.StartAsync();
        await AliasedAsync("a", request => request.Aliases.Add(new Alias { Urn = TestStack.UrnOf("whole") }));
        await AliasedAsync("b", request => request.AliasURNs.Add(TestStack.UrnOf("listed")));
        await AliasedAsync("c", request => request.Aliases.Add(new Alias { Spec = new() { Name = "named", NoParent = false } }));
        await program.Monitor.SignalAndWaitForShutdownAsync(new());

        Assert.Empty(_server.Stack.Provider.Calls);
        Assert.Equal(["a", "b", "c"], _server.Stack.Names());

        Task AliasedAsync(string name, Action<RegisterResourceRequest> alias)
        {
            var request = new RegisterResourceRequest { Type = "test:index:Thing", Name = name, Custom = true };
            alias(request);
            return program.RegisterAsync(request);
        }
    }

    [Theory]
    [InlineData(false, false, null)]
    [InlineData(true, false, false)]
    [InlineData(true, true, true)]
    public async Task DeleteBeforeReplace_counts_only_when_it_is_defined(bool isDefined, bool value, bool? expected)
    {
        _server.Stack.Provider.DeleteBeforeReplace = true;
        foreach (var text in (string[])["x", "y"])
        {
            _server.Stack.Provider.Forget();
            var program = await _server.StartAsync();
            await program.RegisterAsync(new()
            {
                Type = "test:index:Thing",
                Name = "a",
                Custom = true,
                DeleteBeforeReplaceDefined = isDefined,
                DeleteBeforeReplace = value,
                Object = WireValues.ToStruct(PropertyMap.Of(("replace", text))),
            });
            await program.Monitor.SignalAndWaitForShutdownAsync(new());
        }

        Assert.Equal(expected != false ? ["delete a id-1", "create a"] : ["create a", "delete a id-1"], _server.Stack.Provider.Calls);
    }

    [Fact]
    public async Task What_is_unknown_in_a_preview_is_left_out_as_a_whole_and_what_is_known_is_told()
    {
        var program = await _server.StartAsync(dryRun: true);
        var response = await program.RegisterAsync(new()
        {
            Type = "test:index:Thing",
            Name = "a",
            Custom = true,
            Object = WireValues.ToStruct(PropertyMap.Of(
                ("known", "k"), ("list", PropertyValue.ListOf("x", PropertyValue.Unknown.Instance)),
                ("secret", new PropertyValue.Secret(PropertyMap.Of(("inner", PropertyValue.Unknown.Instance)))))),
        });

        Assert.Equal("", response.Id);
        Assert.Equal(["known"], response.Object.Fields.Keys);
    }
}
