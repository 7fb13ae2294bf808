using System.Globalization;

namespace CarbonioInfra.Components.Roles;

/// <summary>Numbers as scripts take them.</summary>
internal static class Number
{
    public static string Of(int value) => value.ToString(CultureInfo.InvariantCulture);

    public static string Seconds(TimeSpan time) => Of((int)time.TotalSeconds);
}
