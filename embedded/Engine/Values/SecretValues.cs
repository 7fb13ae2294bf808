namespace CarbonioInfra.Engine.Values;

/// <summary>Helpers around the secret and unknown marks in a tree.</summary>
public static class SecretValues
{
    /// <summary>The value without any secret mark, at any depth: what a provider works with.</summary>
    public static PropertyValue Reveal(this PropertyValue value) => value switch
    {
        PropertyValue.Secret secret => secret.Value.Reveal(),
        PropertyValue.List list => list.HoldsSecret() ? PropertyValue.ListOf(list.Items.Select(Reveal)) : list,
        PropertyValue.Map map => map.HoldsSecret() ? map.Properties.Reveal() : map,
        _ => value,
    };

    /// <inheritdoc cref="Reveal(PropertyValue)"/>
    public static PropertyMap Reveal(this PropertyMap map) => map.Select(Reveal);

    /// <summary>Whether there is a secret anywhere in the tree.</summary>
    public static bool HoldsSecret(this PropertyValue value) => value switch
    {
        PropertyValue.Secret => true,
        PropertyValue.List list => list.Items.Any(HoldsSecret),
        PropertyValue.Map map => map.Properties.Values.Any(HoldsSecret),
        _ => false,
    };

    /// <summary>Whether anything in the tree is unknown.</summary>
    public static bool HoldsUnknown(this PropertyValue value) => value switch
    {
        PropertyValue.Unknown => true,
        PropertyValue.Secret secret => secret.Value.HoldsUnknown(),
        PropertyValue.List list => list.Items.Any(HoldsUnknown),
        PropertyValue.Map map => map.Properties.HoldsUnknown(),
        PropertyValue.Archive { Entries: { } entries } => entries.HoldsUnknown(),
        _ => false,
    };

    /// <inheritdoc cref="HoldsUnknown(PropertyValue)"/>
    public static bool HoldsUnknown(this PropertyMap map) => map.Values.Any(HoldsUnknown);

    /// <summary>Every text below a secret mark: what must not appear in anything shown or logged.</summary>
    public static IEnumerable<string> SecretTexts(this PropertyValue value) => TextsOf(value, secret: false);

    /// <inheritdoc cref="SecretTexts(PropertyValue)"/>
    public static IEnumerable<string> SecretTexts(this PropertyMap map) => map.Values.SelectMany(SecretTexts);

    /// <summary>The text of a property, whether secret or not; null when absent, unknown or of another type.</summary>
    public static string? TextOf(this PropertyMap map, string key) =>
        map.Get(key).Reveal() is PropertyValue.Text text ? text.Value : null;

    private static IEnumerable<string> TextsOf(PropertyValue value, bool secret) => value switch
    {
        PropertyValue.Secret inner => TextsOf(inner.Value, secret: true),
        PropertyValue.List list => list.Items.SelectMany(item => TextsOf(item, secret)),
        PropertyValue.Map map => map.Properties.Values.SelectMany(item => TextsOf(item, secret)),
        PropertyValue.Text text when secret => [text.Value],
        PropertyValue.Number number when secret => [number.Value.ToString("R", System.Globalization.CultureInfo.InvariantCulture)],
        PropertyValue.Asset { Source: AssetSource.Text } asset when secret => [asset.Location],
        _ => [],
    };
}
