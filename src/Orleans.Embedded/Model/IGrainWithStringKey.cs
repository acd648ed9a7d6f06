namespace Orleans;

/// <summary>A grain that is named by a string; the only kind of key this subset has.</summary>
public interface IGrainWithStringKey : IGrain;
