using CarbonioInfra.Tests.Shared;

namespace CarbonioInfra.Components.Aws.Tests;

public sealed class SchemaTests
{
    [Fact]
    public void Every_input_of_the_trimmed_schema_is_used() =>
        TrimmedSchema.AssertUsed(typeof(SchemaTests).Assembly, typeof(AwsPlatform).Assembly);
}
