using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace CarbonioInfra.SchemaGenerator.Tests.Support;

internal sealed class SchemaFile(string content, string path = "/packages/acme/schema.json") : AdditionalText
{
    public override string Path { get; } = path;

    public override SourceText GetText(CancellationToken cancellationToken = default) => SourceText.From(content);
}
