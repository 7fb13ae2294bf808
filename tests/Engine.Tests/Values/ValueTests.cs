using System.Text.Json;
using CarbonioInfra.Engine.Values;
using Google.Protobuf.WellKnownTypes;

namespace CarbonioInfra.Engine.Tests.Values;

public sealed class ValueTests
{
    private static readonly PropertyMap Everything = PropertyMap.Of(
        ("text", "värde"),
        ("flag", true),
        ("number", 2.5),
        ("list", PropertyValue.ListOf("a", PropertyValue.Null.Instance, 1)),
        ("map", PropertyMap.Of(("inner", false))),
        ("secret", new PropertyValue.Secret(PropertyMap.Of(("key", "hidden")))),
        ("unknown", PropertyValue.Unknown.Instance),
        ("custom", new PropertyValue.ResourceReference("urn:pulumi:s::p::a:b:C::n", "i-1", "1.2.3")),
        ("planned", new PropertyValue.ResourceReference("urn:pulumi:s::p::a:b:C::m", "")),
        ("component", new PropertyValue.ResourceReference("urn:pulumi:s::p::a:b:D::o", null)),
        ("asset", new PropertyValue.Asset(AssetSource.Text, "content", "abc")),
        ("file", new PropertyValue.Archive(AssetSource.Path, "./dir", null, "def")),
        ("archive", new PropertyValue.Archive(AssetSource.Path, "",
            PropertyMap.Of(("x", new PropertyValue.Asset(AssetSource.Path, "x.txt", "0a"))), "0b")));

    [Fact]
    public void Wire_form_round_trips() =>
        Assert.Equal(Everything, WireValues.FromStruct(Struct.Parser.ParseFrom(
            Google.Protobuf.MessageExtensions.ToByteArray(WireValues.ToStruct(Everything)))));

    [Fact]
    public void State_form_round_trips_and_hides_secrets()
    {
        var crypter = new ReversingCrypter();
        var json = StateValues.ToJson(Everything, crypter);
        using var document = JsonDocument.Parse(json);

        Assert.DoesNotContain("hidden", json, StringComparison.Ordinal);
        Assert.Equal(Everything, StateValues.ReadMap(document.RootElement, crypter));
    }

    [Fact]
    public void Absent_is_null() => Assert.Equal(
        PropertyMap.Of(("a", 1)),
        PropertyMap.Of(("a", 1), ("b", PropertyValue.Null.Instance)));

    [Fact]
    public void A_secret_differs_from_its_plain_value_until_revealed()
    {
        PropertyValue plain = PropertyMap.Of(("a", PropertyValue.ListOf("x")));
        PropertyValue marked = PropertyMap.Of(("a", PropertyValue.ListOf(new PropertyValue.Secret("x"))));

        Assert.NotEqual(plain, marked);
        Assert.Equal(plain, marked.Reveal());
    }

    [Fact]
    public void Assets_are_equal_by_content()
    {
        Assert.Equal(new PropertyValue.Asset(AssetSource.Path, "a", "11"), new PropertyValue.Asset(AssetSource.Text, "b", "11"));
        Assert.NotEqual(new PropertyValue.Asset(AssetSource.Path, "a", "11"), new PropertyValue.Asset(AssetSource.Path, "a", "12"));
    }

    [Fact]
    public void Typed_unknowns_of_other_engines_are_understood() => Assert.Equal(
        PropertyValue.Unknown.Instance,
        WireValues.FromValue(Value.ForString("3eeb2bf0-c639-47a8-9e75-3b44932eb421")));

    [Fact]
    public void Output_values_become_secrets_and_unknowns()
    {
        var message = Value.ForStruct(new Struct
        {
            Fields =
            {
                ["4dabf18193072939515e22adb298388d"] = Value.ForString("d0e6a833031e9bbcd3f4e8bde6ca49a4"),
                ["secret"] = Value.ForBool(true),
            },
        });

        Assert.Equal(new PropertyValue.Secret(PropertyValue.Unknown.Instance), WireValues.FromValue(message));
    }

    [Fact]
    public void A_special_value_of_unknown_kind_is_refused()
    {
        var message = Value.ForStruct(new Struct
        {
            Fields = { ["4dabf18193072939515e22adb298388d"] = Value.ForString("beef") },
        });

        Assert.Contains("beef", Assert.Throws<ValueFormatException>(() => WireValues.FromValue(message)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_secret_inside_a_secret_is_encrypted_once()
    {
        PropertyValue secret = new PropertyValue.Secret(PropertyMap.Of(("key", new PropertyValue.Secret("hidden"))));
        var json = StateValues.ToJson(secret, new ReversingCrypter());

        using var document = System.Text.Json.JsonDocument.Parse(json);
        // What Pulumi finds when it has decrypted the outer one: the inner is marked, its text is JSON.
        Assert.Equal(
            """{"key":{"4dabf18193072939515e22adb298388d":"1b47061264138c4ac30d75fd1eb44270","ciphertext":"\"hidden\""}}""",
            new ReversingCrypter().Decrypt(document.RootElement.GetProperty("ciphertext").GetString()!));
        Assert.Equal(secret, StateValues.Read(document.RootElement, new ReversingCrypter()));
    }

    [Fact]
    public void Secret_texts_are_found_at_any_depth()
    {
        var map = PropertyMap.Of(
            ("a", new PropertyValue.Secret(PropertyMap.Of(("k", PropertyValue.ListOf("deep"))))),
            ("b", "plain"));

        Assert.Equal(["deep"], map.SecretTexts());
    }

    [Fact]
    public void Differences_name_the_deepest_place()
    {
        var old = PropertyMap.Of(("a", PropertyMap.Of(("x", 1), ("y", 2))), ("l", PropertyValue.ListOf(1, 2)), ("gone", true));
        var @new = PropertyMap.Of(("a", PropertyMap.Of(("x", 1), ("y", 3))), ("l", PropertyValue.ListOf(1, 2, 3)), ("new", true));

        Assert.Equal(
            ["Updated a.y", "Removed gone", "Added l[2]", "Added new"],
            PropertyDifference.Between(old, @new).Select(change => $"{change.Kind} {change.Path}"));
    }

    [Fact]
    public void Marking_a_value_secret_is_a_difference() => Assert.Single(
        PropertyDifference.Between(PropertyMap.Of(("a", "x")), PropertyMap.Of(("a", new PropertyValue.Secret("x")))));

    private sealed class ReversingCrypter : ISecretCrypter
    {
        public string Encrypt(string plaintext) => new([.. plaintext.Reverse()]);

        public string Decrypt(string ciphertext) => new([.. ciphertext.Reverse()]);
    }
}
