using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.Steps;

namespace CarbonioInfra.Engine.Tests.Steps;

public sealed class StepDecisionTests
{
    private static readonly StepFacts Existing = new() { Exists = true };
    private static readonly DiffResult Update = new(DiffKind.Update, []);
    private static readonly DiffResult Replace = new(DiffKind.Replace, []);
    private static readonly DiffResult ReplaceDeletingFirst = new(DiffKind.Replace, [], DeleteBeforeReplace: true);

    internal static TheoryData<string, StepFacts, DecisionKind> Cases => new()
    {
        { "new", new(), DecisionKind.Create },
        { "equal", Existing, DecisionKind.Same },
        { "differs", Existing with { Diff = Update }, DecisionKind.Update },
        { "failed", Existing with { HasInitErrors = true }, DecisionKind.Update },
        { "failed and must be new", Existing with { HasInitErrors = true, Diff = Replace }, DecisionKind.ReplaceCreatingFirst },
        { "must be new", Existing with { Diff = Replace }, DecisionKind.ReplaceCreatingFirst },
        { "must be new, one at a time", Existing with { Diff = ReplaceDeletingFirst }, DecisionKind.ReplaceDeletingFirst },
        { "program wants delete first", Existing with { Diff = Replace, DeleteBeforeReplace = true }, DecisionKind.ReplaceDeletingFirst },
        { "program wants create first", Existing with { Diff = ReplaceDeletingFirst, DeleteBeforeReplace = false }, DecisionKind.ReplaceCreatingFirst },
        { "replaceOnChanges", Existing with { Diff = Update, ReplaceOnChanges = true }, DecisionKind.ReplaceCreatingFirst },
        { "trigger", Existing with { ReplacementTriggerChanged = true }, DecisionKind.ReplaceCreatingFirst },
        { "asked for", Existing with { Tainted = true }, DecisionKind.ReplaceCreatingFirst },
        { "follows", Existing with { FollowsReplaced = "machine" }, DecisionKind.ReplaceCreatingFirst },
        { "interrupted", Existing with { PendingReplacement = true, Diff = Update }, DecisionKind.Recreate },
        { "was only read", Existing with { External = true }, DecisionKind.ReplaceCreatingFirst },
    };

    [Fact]
    public void Facts_lead_to_the_step() => Assert.All(Cases, row =>
    {
        var (name, facts, expected) = row.Data;
        Assert.True(Decision.Of(facts).Kind == expected, $"{name}: expected {expected}, decided {Decision.Of(facts).Kind}");
    });

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(true, false, false)]
    [InlineData(false, true, false)]
    public void A_replacement_is_refused_only_when_it_was_and_is_protected(bool was, bool isNow, bool refused) => Assert.Equal(
        refused,
        Decision.Of(Existing with { Diff = Replace, WasProtected = was, IsProtected = isNow }).Refusal is not null);

    [Fact]
    public void An_update_of_a_protected_resource_is_allowed() =>
        Assert.Null(Decision.Of(Existing with { Diff = Update, WasProtected = true, IsProtected = true }).Refusal);
}
