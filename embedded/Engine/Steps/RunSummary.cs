namespace CarbonioInfra.Engine.Steps;

/// <summary>How many resources a run did what to; the stack itself and providers are not counted.</summary>
internal sealed record RunSummary
{
    public int Created { get; init; }

    public int Updated { get; init; }

    public int Replaced { get; init; }

    public int Deleted { get; init; }

    public int Unchanged { get; init; }

    public int Failed { get; init; }

    public int Skipped { get; init; }

    public bool HasChanges => Created + Updated + Replaced + Deleted + Failed + Skipped != 0;

    public RunSummary Count(Step step) => !step.IsCounted ? this : step.Kind switch
    {
        StepKind.Create => this with { Created = Created + 1 },
        StepKind.Update => this with { Updated = Updated + 1 },
        StepKind.CreateReplacement => this with { Replaced = Replaced + 1 },
        StepKind.Delete => this with { Deleted = Deleted + 1 },
        StepKind.Same => this with { Unchanged = Unchanged + 1 },
        // The second half of a replacement, which is counted already.
        _ => this,
    };

    /// <summary>For example <c>13 to create, 2 to update, 1 to replace, 96 unchanged</c>; after an up <c>13 created, …</c>.</summary>
    public string Describe(bool planned)
    {
        (int Count, string Plan, string Done)[] parts =
        [
            (Created, "to create", "created"), (Updated, "to update", "updated"), (Replaced, "to replace", "replaced"),
            (Deleted, "to delete", "deleted"), (Failed, "failed", "failed"), (Skipped, "skipped", "skipped"),
            (Unchanged, "unchanged", "unchanged"),
        ];
        var told = parts.Where(part => part.Count != 0).Select(part => $"{part.Count} {(planned ? part.Plan : part.Done)}").ToList();
        return told.Count == 0 ? "nothing to do" : string.Join(", ", told);
    }
}
