namespace CarbonioInfra.Components.Platforms;

/// <summary>Makes a platform known under the name that stack files use, from any assembly beside the program.</summary>
/// <param name="name">For example <c>existing</c>.</param>
/// <param name="type">An <see cref="IPlatform"/> with a public constructor that takes a <see cref="Settings.SettingsReader"/>.</param>
[AttributeUsage(AttributeTargets.Assembly, AllowMultiple = true)]
public sealed class CarbonioPlatformAttribute(string name, Type type) : Attribute
{
    /// <summary>The value of the setting <c>platform</c> that selects it.</summary>
    public string Name { get; } = name;

    /// <summary>The platform's class.</summary>
    public Type Type { get; } = type;
}
