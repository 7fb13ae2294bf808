using CarbonioInfra.Embedded.SchemaGenerator.Json;

namespace CarbonioInfra.SchemaGenerator.Tests.Json;

public sealed class JsonReaderTests
{
    [Fact]
    public void Every_kind_of_value_keeps_its_content_and_its_place()
    {
        const string text = """
            {
              "text": "a\"\\\/\b\f\n\r\tü\u00e9",
              "numbers": [0, -1, 2.5, 1e3, -0.5E-2],
              "yes": true, "no": false, "nothing": null, "empty": {}, "none": []
            }
            """;

        var document = JsonReader.Read(text);

        Assert.Equal(JsonKind.Object, document.Kind);
        Assert.Equal("a\"\\/\b\f\n\r\tüé", document["text"]!.Text);
        Assert.Equal(["0", "-1", "2.5", "1e3", "-0.5E-2"], document["numbers"]!.Items.Select(item => item.Text));
        Assert.Equal("#/numbers/1", document["numbers"]!.Items[1].Path);
        Assert.Equal("-1", text.Substring(document["numbers"]!.Items[1].Start, 2));
        Assert.Equal(("true", "false"), (document["yes"]!.Text, document["no"]!.Text));
        Assert.Equal(JsonKind.Null, document["nothing"]!.Kind);
        Assert.Empty(document["empty"]!.Members);
        Assert.Empty(document["none"]!.Items);
        Assert.Null(document["absent"]);
    }

    [Theory]
    [InlineData("", "expected a value, found the end of the file", "#", 0)]
    [InlineData("{", "expected a member name in quotes, found the end of the file", "#", 1)]
    [InlineData("{\"a\":1,}", "expected a member name in quotes, found '}'", "#", 7)]
    [InlineData("{\"a\" 1}", "expected ':', found '1'", "#", 5)]
    [InlineData("{\"a\":1 \"b\":2}", "expected ',' or '}', found '\"'", "#", 7)]
    [InlineData("{\"a\":[1 2]}", "expected ',' or ']', found '2'", "#/a", 8)]
    [InlineData("[1,]", "expected a value, found ']'", "#/1", 3)]
    [InlineData("{\"a\":1,\"a\":2}", "the member 'a' stands there twice", "#", 7)]
    [InlineData("[tru]", "expected a value, found 't'", "#/0", 1)]
    [InlineData("[01]", "expected ',' or ']', found '1'", "#", 2)]
    [InlineData("[-]", "expected a digit, found ']'", "#/0", 2)]
    [InlineData("[1.]", "expected a digit, found ']'", "#/0", 3)]
    [InlineData("[1e]", "expected a digit, found ']'", "#/0", 3)]
    [InlineData("[\"a", "expected '\"' at the end of a string, found the end of the file", "#/0", 3)]
    [InlineData("[\"a\nb\"]", "expected '\"' at the end of a string, found '\n'", "#/0", 3)]
    [InlineData("[\"\\x\"]", "expected an escape sequence of JSON, found '\\'", "#/0", 2)]
    [InlineData("[\"\\u12g4\"]", "expected an escape sequence of JSON, found '\\'", "#/0", 2)]
    [InlineData("{} {}", "expected the end of the file, found '{'", "#", 3)]
    public void What_is_not_JSON_is_refused_with_its_place(string text, string message, string path, int offset)
    {
        var exception = Assert.Throws<JsonException>(() => JsonReader.Read(text));

        Assert.Equal((message, path, offset), (exception.Message, exception.Path, exception.Offset));
    }

    [Fact]
    public void A_document_too_deep_for_the_stack_is_refused()
    {
        var exception = Assert.Throws<JsonException>(() => JsonReader.Read(new string('[', 100_000)));

        Assert.Equal("values are nested deeper than 128 levels", exception.Message);
    }
}
