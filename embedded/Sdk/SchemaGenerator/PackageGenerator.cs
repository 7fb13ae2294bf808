using System.IO;
using System.Text;
using System.Threading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CarbonioInfra.Embedded.SchemaGenerator;

/// <summary>
/// Makes the typed classes of a Pulumi package from the file schema.json among the project's additional files, which is a
/// package schema in Pulumi's format, as a rule trimmed to what this repository uses.
/// </summary>
[Generator(LanguageNames.CSharp)]
public sealed class PackageGenerator : IIncrementalGenerator
{
    internal const string GenerateStep = "Generate";
    private const string SchemaFileName = "schema.json";

    /// <inheritdoc/>
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        var results = context.AdditionalTextsProvider
            .Where(file => Path.GetFileName(file.Path) == SchemaFileName)
            .Select(Generate)
            .WithTrackingName(GenerateStep);
        context.RegisterSourceOutput(results, Report);
    }

    private static (string Path, SourceText Text, GenerationResult Result) Generate(
        AdditionalText file, CancellationToken cancellationToken)
    {
        // No text: the file is gone or cannot be read. The compiler says so itself; reading nothing adds our own words.
        var text = file.GetText(cancellationToken) ?? SourceText.From("");
        return (file.Path, text, GenerationResult.Of(text.ToString()));
    }

    private static void Report(
        SourceProductionContext context, (string Path, SourceText Text, GenerationResult Result) generated)
    {
        foreach (var problem in generated.Result.Problems)
            context.ReportDiagnostic(Diagnostics.Of(problem, generated.Path, generated.Text));
        foreach (var file in generated.Result.Files)
            context.AddSource(file.TypeName + ".g.cs", SourceText.From(file.Text, Encoding.UTF8));
    }
}
