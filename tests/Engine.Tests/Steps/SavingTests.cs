using CarbonioInfra.Engine.State;
using CarbonioInfra.Engine.Steps;
using CarbonioInfra.Engine.Values;
using static CarbonioInfra.Engine.Tests.Steps.TestInputs;

namespace CarbonioInfra.Engine.Tests.Steps;

/// <summary>When the state is saved, and with what in it.</summary>
public sealed class SavingTests
{
    private readonly TestStack _stack = new();

    [Fact]
    public async Task The_state_is_saved_before_and_after_every_step()
    {
        _stack.Provider.During = (call, _, _) =>
        {
            var operation = Assert.Single(_stack.State.PendingOperations);
            Assert.Equal((OperationKind.Creating, "a"), (operation.Kind, Urn.NameOf(operation.Resource.Urn)));
            return Task.CompletedTask;
        };
        await _stack.UpAsync(program => program.RegisterAsync("a"));

        Assert.Contains(_stack.Provider.Calls, call => call == "create a");
        Assert.Empty(_stack.State.PendingOperations);
    }

    [Fact]
    public async Task Every_saved_state_is_one_to_go_on_from()
    {
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a", Replacing("x"));
            await program.RegisterAsync("b", Replacing("x"), goal => goal.After(a.Urn));
        });
        await _stack.UpAsync(async program =>
        {
            var a = await program.RegisterAsync("a", Replacing("y"));
            await program.RegisterAsync("b", Replacing("y"), goal => goal.After(a.Urn));
        });

        Assert.All(_stack.Saves, snapshot =>
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            foreach (var resource in snapshot.Resources)
            {
                Assert.All(resource.References(), urn => Assert.Contains(urn, seen));
                Assert.True(seen.Add(resource.Urn) || resource.Delete, $"{resource.Urn} is there twice");
            }
        });
    }

    [Fact]
    public async Task A_state_that_cannot_be_saved_stops_the_run_before_the_next_step()
    {
        _stack.SaveFailure = new IOException("No space left on device");
        await Assert.ThrowsAsync<DeploymentStoppedException>(() => _stack.UpAsync(program => program.RegisterAsync("a")));

        Assert.Empty(_stack.Provider.Calls);
        Assert.Contains(_stack.Told, line => line.Contains("No space left on device", StringComparison.Ordinal));
    }
}
