using System.Collections.Immutable;
using Pulumi.Serialization;

namespace Pulumi;

/// <summary>A class whose <see cref="InputAttribute"/> members are sent to the engine.</summary>
public abstract class InputArgs
{
    /// <summary>For derived classes.</summary>
    protected InputArgs()
    {
    }

    /// <summary>The inputs by wire name; absent ones are null.</summary>
    /// <exception cref="ArgumentNullException">A required input is null.</exception>
    internal virtual async Task<ImmutableDictionary<string, object?>> ToDictionaryAsync()
    {
        var values = ImmutableDictionary.CreateBuilder<string, object?>();
        foreach (var member in InputMember.Of(GetType()))
        {
            var value = member.GetValue(this);
            if (value is null && member.Input.IsRequired)
            {
                throw new ArgumentNullException(
                    member.Name, $"[Input] {GetType().FullName}.{member.Name} is required but was not given a value");
            }

            values.Add(member.Input.Name, member.Input.Json && value is not null
                ? await PropertyJson.ToTextAsync($"{GetType().FullName}.{member.Name}", value)
                : value);
        }

        return values.ToImmutable();
    }
}
