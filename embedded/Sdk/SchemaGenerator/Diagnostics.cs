using System;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CarbonioInfra.Embedded.SchemaGenerator;

/// <summary>Problems as the compiler shows them: schema.json(12,9): error PSG002: #/types/…: what is wrong.</summary>
internal static class Diagnostics
{
    private static readonly DiagnosticDescriptor Syntax = Describe("PSG001", "The schema is not JSON");
    private static readonly DiagnosticDescriptor Schema = Describe("PSG002", "The schema is not a package schema");
    private static readonly DiagnosticDescriptor Unsupported = Describe("PSG003", "The schema needs what the generator does not do");
    private static readonly DiagnosticDescriptor Name = Describe("PSG004", "The schema's names clash in C#");

    public static Diagnostic Of(Problem problem, string file, SourceText text)
    {
        var span = TextSpan.FromBounds(Math.Min(problem.Offset, text.Length), Math.Min(problem.Offset, text.Length));
        var location = Location.Create(file, span, text.Lines.GetLinePositionSpan(span));
        return Diagnostic.Create(DescriptorOf(problem.Kind), location, problem.Path, problem.Message);
    }

    private static DiagnosticDescriptor DescriptorOf(ProblemKind kind) => kind switch
    {
        ProblemKind.Syntax => Syntax,
        ProblemKind.Schema => Schema,
        ProblemKind.Unsupported => Unsupported,
        _ => Name,
    };

    private static DiagnosticDescriptor Describe(string id, string title) =>
        new(id, title, "{0}: {1}", "PulumiSchema", DiagnosticSeverity.Error, isEnabledByDefault: true);
}
