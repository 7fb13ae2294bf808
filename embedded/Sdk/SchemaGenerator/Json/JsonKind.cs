namespace CarbonioInfra.Embedded.SchemaGenerator.Json;

internal enum JsonKind
{
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}
