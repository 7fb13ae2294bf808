using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Pulumi;

namespace CarbonioInfra.Sdk.Tests.Compatibility;

/// <summary>Compiles pieces of programs against the SDK.</summary>
internal static class ProgramText
{
    private const string Declarations =
        """
        using System; using System.Collections.Generic; using System.Collections.Immutable; using System.Linq;
        using System.Threading.Tasks; using Pulumi; using Pulumi.Testing; using Pulumi.Utilities; using Pulumi.Serialization;
        #nullable enable
        class MyArgs : ResourceArgs { }
        class MyResource : CustomResource { public MyResource(string name) : base("a:b:C", name, new MyArgs(), null) { } }
        class MyComponent : ComponentResource { public MyComponent() : base("a:b:D", "d", null) { } }
        class Lists
        {
            public InputList<object> Triggers { get; set; } = null!;
            public InputList<string> Texts { get; set; } = null!;
            public InputMap<string> Map { get; set; } = null!;
        }
        """;

    private static readonly MetadataReference[] References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => Path.GetFileName(path).StartsWith("System.", StringComparison.Ordinal)
                || Path.GetFileName(path) is "netstandard.dll" or "mscorlib.dll")
            .Select(path => MetadataReference.CreateFromFile(path)),
        MetadataReference.CreateFromFile(typeof(Deployment).Assembly.Location),
    ];

    private static readonly SyntaxTree Common = CSharpSyntaxTree.ParseText(Declarations);

    /// <summary>The errors of a statement in the body of a method that has some values of common types at hand.</summary>
    public static IReadOnlyList<string> ErrorsOfStatement(string statement) => ErrorsOf(InMethod(statement));

    /// <summary>The warnings of such a statement.</summary>
    public static IReadOnlyList<string> WarningsOfStatement(string statement) =>
        DiagnosticsOf(InMethod(statement), DiagnosticSeverity.Warning);

    /// <summary>The errors of declarations beside the common ones.</summary>
    public static IReadOnlyList<string> ErrorsOf(string declarations) => DiagnosticsOf(declarations, DiagnosticSeverity.Error);

    private static string InMethod(string statement) =>
        $$"""
        static class Program
        {
            static void Run(Output<string> output, Input<string> input, Output<int> number, MyResource a, MyResource b,
                IEnumerable<string> sequence, IDictionary<string, string> dictionary, IMocks mocks, TestOptions options)
            {
                {{statement}}
            }
        }
        """;

    private static IReadOnlyList<string> DiagnosticsOf(string declarations, DiagnosticSeverity severity)
    {
        var usings = string.Join(
            '\n', Declarations.Split('\n').Where(line => line.StartsWith("using ", StringComparison.Ordinal)));
        var compilation = CSharpCompilation.Create(
            "Program",
            [Common, CSharpSyntaxTree.ParseText($"{usings}\n#nullable enable\n{declarations}")],
            References,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary));
        return
        [
            .. compilation.GetDiagnostics()
                .Where(diagnostic => diagnostic.Severity == severity)
                .Select(diagnostic => diagnostic.Id)
                .Distinct(),
        ];
    }
}
