using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Pulumi;

/// <summary>
/// Turns an object graph that contains outputs into JSON text. Converters cannot wait, so the graph is written again after the
/// outputs that a pass came across have been awaited, until no pass finds a pending one.
/// </summary>
internal static class JsonText
{
    // Options carry the serializer's metadata, which is expensive to build: one copy per set of options of the caller.
    private static readonly ConditionalWeakTable<JsonSerializerOptions, JsonSerializerOptions> OptionsWithOutputs = [];

    [ThreadStatic]
    private static Pass? s_pass;

    public static async Task<OutputData<string>> SerializeAsync<T>(Output<T> output, JsonSerializerOptions? options)
    {
        var data = await output.DataTask;
        if (!data.IsKnown)
            return data.WithValue("");

        var withOutputs = OptionsWithOutputs.GetValue(options ?? JsonSerializerOptions.Default, AddConverter);
        while (true)
        {
            var (text, pass) = Write(data.Value, withOutputs);
            if (pass.Pending.Count == 0)
                return data.Then(new OutputData<string>(text, pass.IsKnown, pass.IsSecret, pass.Resources));

            await Task.WhenAll(pass.Pending);
        }
    }

    private static (string Text, Pass Pass) Write<T>(T value, JsonSerializerOptions options)
    {
        var outer = s_pass;
        var pass = s_pass = new Pass();
        try
        {
            return (JsonSerializer.Serialize(value, options), pass);
        }
        finally
        {
            s_pass = outer;
        }
    }

    private static JsonSerializerOptions AddConverter(JsonSerializerOptions options) =>
        new(options) { Converters = { new ConverterFactory() } };

    private sealed class Pass
    {
        public List<Task> Pending { get; } = [];

        public bool IsKnown { get; private set; } = true;

        public bool IsSecret { get; private set; }

        public ImmutableHashSet<Resource> Resources { get; private set; } = [];

        public void Note<T>(OutputData<T> data)
        {
            IsKnown &= data.IsKnown;
            IsSecret |= data.IsSecret;
            Resources = ResourceSets.Union(Resources, data.Resources);
        }
    }

    private sealed class ConverterFactory : JsonConverterFactory
    {
        public override bool CanConvert(Type typeToConvert) => ValueTypeOf(typeToConvert) is not null;

        public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
            (JsonConverter)Activator.CreateInstance(
                typeof(Converter<,>).MakeGenericType(typeToConvert, ValueTypeOf(typeToConvert)!))!;

        private static Type? ValueTypeOf(Type type)
        {
            for (var candidate = type; candidate is not null; candidate = candidate.BaseType)
            {
                if (candidate.IsGenericType && candidate.GetGenericTypeDefinition() is var definition
                    && (definition == typeof(Output<>) || definition == typeof(Input<>)))
                    return candidate.GenericTypeArguments[0];
            }

            return null;
        }
    }

    private sealed class Converter<TWrapper, T> : JsonConverter<TWrapper>
        where TWrapper : class
    {
        public override TWrapper Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException($"{typeToConvert} can be written as JSON but not read.");

        public override void Write(Utf8JsonWriter writer, TWrapper value, JsonSerializerOptions options)
        {
            var data = (value as Output<T> ?? (value as Input<T>).ToOutput()).DataTask;
            if (!data.IsCompleted)
            {
                s_pass!.Pending.Add(data);
                writer.WriteNullValue();
                return;
            }

            var resolved = data.GetAwaiter().GetResult();
            s_pass!.Note(resolved);
            if (resolved.IsKnown)
                JsonSerializer.Serialize(writer, resolved.Value, options);
            else
                writer.WriteNullValue();
        }
    }
}
