namespace Pulumi;

/// <summary>An input whose value type is not known at compile time.</summary>
internal interface IInput
{
    /// <summary>The value as a whole.</summary>
    IOutput ToUntypedOutput();

    /// <summary>
    /// What goes to the engine: as <see cref="ToUntypedOutput"/>, except that the elements of a collection stay inputs, so that
    /// one unknown or secret element does not make the whole collection so.
    /// </summary>
    IOutput ToSerializedForm();
}
