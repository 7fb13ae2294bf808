namespace CarbonioInfra.Engine.Values;

/// <summary>A message or a state file holds a value in a form that this engine does not know.</summary>
public sealed class ValueFormatException : Exception
{
    public ValueFormatException()
    {
    }

    public ValueFormatException(string message)
        : base(message)
    {
    }

    public ValueFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
