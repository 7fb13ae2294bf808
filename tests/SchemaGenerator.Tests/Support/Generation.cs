using System.Collections.Immutable;
using CarbonioInfra.Embedded.SchemaGenerator;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CarbonioInfra.SchemaGenerator.Tests.Support;

/// <summary>One run of the generator in a compilation that knows the SDK.</summary>
internal sealed record Generation(
    ImmutableArray<Diagnostic> Problems, IReadOnlyDictionary<string, string> Files, Compilation Compilation)
{
    // Reading them takes longer than everything else that a test does.
    private static readonly MetadataReference[] References = ReadReferences();

    public static CSharpGeneratorDriver Driver(params AdditionalText[] files) =>
        (CSharpGeneratorDriver)CSharpGeneratorDriver.Create(
            [new PackageGenerator().AsSourceGenerator()],
            files,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, trackIncrementalGeneratorSteps: true));

    public static Generation Of(string schema)
    {
        var driver = Driver(new SchemaFile(schema)).RunGeneratorsAndUpdateCompilation(
            EmptyCompilation(), out var compilation, out var problems, TestContext.Current.CancellationToken);
        var files = driver.GetRunResult().Results.Single().GeneratedSources
            .ToDictionary(source => source.HintName, source => source.SourceText.ToString());
        return new Generation(problems, files, compilation);
    }

    public static CSharpCompilation EmptyCompilation() => CSharpCompilation.Create(
        "Package",
        references: References,
        options: new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Enable));

    /// <summary>What the compiler has to say about the generated files: errors and warnings alike.</summary>
    public IEnumerable<Diagnostic> Complaints() =>
        Compilation.GetDiagnostics(TestContext.Current.CancellationToken)
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);

    private static MetadataReference[] ReadReferences() =>
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path) is "Pulumi.dll" or "netstandard.dll"
                || Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path)),
    ];
}
