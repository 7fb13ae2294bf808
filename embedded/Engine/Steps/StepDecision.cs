using CarbonioInfra.Engine.Providers;
using CarbonioInfra.Engine.State;

namespace CarbonioInfra.Engine.Steps;

/// <summary>What a registration asks for.</summary>
internal enum DecisionKind
{
    /// <summary>Nothing differs: identity and outputs stay.</summary>
    Same,
    Create,
    Update,

    /// <summary>Create anew, then delete the old one at the end of the run.</summary>
    ReplaceCreatingFirst,

    /// <summary>Delete the old one (what depends on it first), then create anew.</summary>
    ReplaceDeletingFirst,

    /// <summary>Create anew; the old one was deleted by a run that got no further.</summary>
    Recreate,
}

/// <summary>Everything the choice of a step depends on.</summary>
internal sealed record StepFacts
{
    /// <summary>Whether the state has the resource.</summary>
    public bool Exists { get; init; }

    /// <summary>Whether the state has it only because a program once read it.</summary>
    public bool External { get; init; }

    public bool PendingReplacement { get; init; }

    public DiffResult Diff { get; init; } = DiffResult.None;

    /// <summary>Whether a changed place is one that <c>replaceOnChanges</c> names.</summary>
    public bool ReplaceOnChanges { get; init; }

    public bool ReplacementTriggerChanged { get; init; }

    /// <summary>Whether the state, or the user by <c>--replace</c>, asks for a new one.</summary>
    public bool Tainted { get; init; }

    /// <summary>Name of a resource of <c>deletedWith</c> or <c>replaceWith</c> that is being replaced, or null.</summary>
    public string? FollowsReplaced { get; init; }

    /// <summary>Whether its last create, update or delete failed.</summary>
    public bool HasInitErrors { get; init; }

    /// <summary>What an earlier run was doing to it when it was cut off; null when nothing.</summary>
    public OperationKind? CutOff { get; init; }

    /// <summary>Whether the user wants it done again although nothing changed.</summary>
    public bool Again { get; init; }

    /// <summary>The program's choice; null leaves it to the provider.</summary>
    public bool? DeleteBeforeReplace { get; init; }

    public bool WasProtected { get; init; }

    public bool IsProtected { get; init; }
}

/// <param name="Kind">The step.</param>
/// <param name="Reason">Why a replacement, for the display; empty when the changed properties say it.</param>
/// <param name="Refusal">Why it must not be done, or null.</param>
internal sealed record Decision(DecisionKind Kind, string Reason = "", string? Refusal = null)
{
    public bool IsReplacement => Kind is DecisionKind.ReplaceCreatingFirst or DecisionKind.ReplaceDeletingFirst or DecisionKind.Recreate;

    /// <summary>The one place where facts become a step.</summary>
    public static Decision Of(StepFacts facts)
    {
        if (!facts.Exists)
            return new(DecisionKind.Create);
        if (facts.PendingReplacement)
            return new(DecisionKind.Recreate, Following(facts) ?? "its replacement was interrupted");
        if (facts.CutOff == OperationKind.Deleting)
            return new(DecisionKind.ReplaceDeletingFirst, "its deletion was interrupted");
        if (facts.External)
            return new(DecisionKind.ReplaceCreatingFirst, "it was only read before");
        if (ReplacementReason(facts) is { } reason)
        {
            // Unprotecting and replacing in one run is allowed.
            var refusal = facts.WasProtected && facts.IsProtected
                ? "it must be replaced, but it is protected; remove `protect` in the program first"
                : null;
            var deleteFirst = facts.DeleteBeforeReplace ?? facts.Diff.DeleteBeforeReplace;
            return new(deleteFirst ? DecisionKind.ReplaceDeletingFirst : DecisionKind.ReplaceCreatingFirst, reason, refusal);
        }

        // What an interrupted or failed step wrote may differ from what the state says, also when the program wants that again.
        if (facts.CutOff is not null)
            return new(DecisionKind.Update, "its last change was interrupted");
        if (facts.HasInitErrors)
            return new(DecisionKind.Update, "its last attempt failed");
        if (facts.Diff.Kind == DiffKind.Update)
            return new(DecisionKind.Update);
        return facts.Again ? new(DecisionKind.Update, "again") : new(DecisionKind.Same);
    }

    private static string? ReplacementReason(StepFacts facts) => facts switch
    {
        { Tainted: true } => "asked for",
        { Diff.Kind: DiffKind.Replace } or { ReplaceOnChanges: true } => "",
        { ReplacementTriggerChanged: true } => "its replacement trigger changed",
        _ => Following(facts),
    };

    private static string? Following(StepFacts facts) => facts.FollowsReplaced is { } leader ? $"follows {leader}" : null;
}
